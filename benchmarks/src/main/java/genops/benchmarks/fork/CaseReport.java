package genops.benchmarks.fork;

import genops.kernels.parallel.Workers;
import genops.results.document.Status;

/**
 * What a forked JVM says about the case it ran; JMH itself drops a case that failed without a word.
 *
 * @param status what became of the case in this fork
 * @param reason one line where it is not {@code MEASURED}; else empty, or what is to be said of its error
 * @param threads threads the kernel could use
 * @param error verification error, the largest of all verified calls; NaN where not verified
 * @param tolerance the error allowed; NaN where not verified
 * @param units FLOPs or bytes of one operation where only the fork knows them, as of a ceiling; else 0
 * @param launches kernels that one call launches on a device; 0 on a CPU
 * @param examination how the kernel was verified
 */
public record CaseReport(Status status, String reason, int threads, double error, double tolerance, double units, int launches,
        Examination examination) {

    /** A case of whose verification only the error is known. */
    public CaseReport(Status status, String reason, int threads, double error, double tolerance, double units, int launches) {
        this(status, reason, threads, error, tolerance, units, launches, Examination.NONE);
    }

    /** A case that was measured and verified. */
    public static CaseReport measured(double error, double tolerance) {
        return new CaseReport(Status.MEASURED, "", Workers.shared().count(), error, tolerance, 0, 0);
    }

    /** A ceiling that was measured. */
    static CaseReport ceiling(double units) {
        return new CaseReport(Status.MEASURED, "", Workers.shared().count(), Double.NaN, Double.NaN, units, 0);
    }

    /** This report with what is to be said of its error. */
    CaseReport noting(String note) {
        return new CaseReport(status, note, threads, error, tolerance, units, launches, examination);
    }

    /** This report with how the kernel was verified. */
    public CaseReport examined(Examination how) {
        return new CaseReport(status, reason, threads, error, tolerance, units, launches, how);
    }

    /** This report for all forks of a case, this one and another among them: the time that verification took in both. */
    public CaseReport with(CaseReport other) {
        return examined(examination.and(other.examination));
    }

    /** This report of a kernel that launches others on a device. */
    public CaseReport launching(int kernels) {
        return new CaseReport(status, reason, threads, error, tolerance, units, kernels, examination);
    }

    /** A case whose time does not count or was not taken. */
    static CaseReport refused(Status status, String reason, double error, double tolerance) {
        return new CaseReport(status, reason, Workers.shared().count(), error, tolerance, 0, 0);
    }
}
