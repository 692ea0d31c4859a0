package genops.kernels.cuda;

import genops.shapes.operator.Linear;
import java.util.Optional;
import jcuda.Pointer;
import jcuda.cudaDataType;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasComputeType;
import jcuda.jcublas.cublasGemmAlgo;
import jcuda.jcublas.cublasOperation;

/**
 * Linear layer by NVIDIA's cuBLAS, {@code cublasGemmEx} with fp16 operands and fp32 sums, the algorithm left to the library. cuBLAS is
 * column-major: a row-major {@code Y = X Wᵀ} is {@code Yᵀ = W Xᵀ} there, the weight transposed.
 */
public final class CublasLinear extends CudaKernel<Linear> {

    public CublasLinear() {
        super("cublas/gemm", Linear.class);
    }

    @Override
    public Optional<String> unsupported(Linear shape) {
        if (shape.bias()) {
            return Optional.of("cublasGemmEx adds no bias; compare at the shape without _bias");
        }
        return Optional.empty();
    }

    @Override
    void plan(Linear shape, CudaBinding binding) {
        int m = shape.rows();
        int n = shape.outFeatures();
        int k = shape.inFeatures();
        DeviceBuffer x = binding.tensor("input", DeviceBuffer.half((long) m * k));
        DeviceBuffer w = binding.tensor("weight", DeviceBuffer.half((long) n * k));
        DeviceBuffer y = binding.output(DeviceBuffer.half((long) m * n));
        Cublas cublas = Cublas.get();
        Pointer one = Pointer.to(new float[] {1});
        Pointer zero = Pointer.to(new float[] {0});
        binding.launch(() -> Cublas.check(JCublas2.cublasGemmEx_new(cublas.handle(),
                cublasOperation.CUBLAS_OP_T, cublasOperation.CUBLAS_OP_N, n, m, k,
                one, w.address(), cudaDataType.CUDA_R_16F, k, x.address(), cudaDataType.CUDA_R_16F, k,
                zero, y.address(), cudaDataType.CUDA_R_16F, n,
                cublasComputeType.CUBLAS_COMPUTE_32F, cublasGemmAlgo.CUBLAS_GEMM_DEFAULT), "cublasGemmEx"));
    }
}
