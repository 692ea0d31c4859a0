#!/bin/bash
# A job array measures the shards, one node of one type each; a job that waits for it merges and judges. Build first, then:
#   SHARDS=$(sbatch --parsable --array=1-3 docs/ci/slurm.sh) && sbatch --dependency=afterok:$SHARDS docs/ci/slurm.sh
#SBATCH --job-name=genops
#SBATCH --exclusive
#SBATCH --constraint=benchmark
#SBATCH --time=02:00:00
set -euo pipefail
if [ -n "${SLURM_ARRAY_TASK_ID:-}" ]; then
    java -jar benchmarks.jar --threads 1,2 -f 3 --minutes 60 --shard ${SLURM_ARRAY_TASK_ID}/3 --output shard-${SLURM_ARRAY_TASK_ID}.json
else
    java -jar benchmarks.jar merge night.json shard-1.json shard-2.json shard-3.json
    java -jar benchmarks.jar nightly --history results/history --add night.json
fi
