// The few calls of cuBLAS that the suite makes, column-major as the library's, on the emulation's memory: proves arguments, not speed.
extern "C" {

using half = _Float16;

int cublasCreate_v2(void** handle) {
    static int marker;
    *handle = &marker;
    return 0;
}
int cublasDestroy_v2(void*) { return 0; }
int cublasSetStream_v2(void*, void*) { return 0; }

int cublasGemmEx(void*, int trans_a, int trans_b, int m, int n, int k, const void* alpha, const void* a, int type_a, int lda, const void* b,
                 int type_b, int ldb, const void* beta, void* c, int type_c, int ldc, int compute, int) {
    constexpr int half_type = 2, compute_fp32 = 68, not_supported = 15;
    if (type_a != half_type || type_b != half_type || type_c != half_type || compute != compute_fp32) {
        return not_supported;
    }
    const half* left = static_cast<const half*>(a);
    const half* right = static_cast<const half*>(b);
    half* out = static_cast<half*>(c);
    for (int j = 0; j < n; j++) {
        for (int i = 0; i < m; i++) {
            float sum = 0;
            for (int l = 0; l < k; l++) {
                float x = left[trans_a ? l + static_cast<long>(i) * lda : i + static_cast<long>(l) * lda];
                float y = right[trans_b ? j + static_cast<long>(l) * ldb : l + static_cast<long>(j) * ldb];
                sum += x * y;
            }
            half& target = out[i + static_cast<long>(j) * ldc];
            float scaled = *static_cast<const float*>(alpha) * sum;
            float factor = *static_cast<const float*>(beta);
            target = static_cast<half>(factor == 0 ? scaled : scaled + factor * static_cast<float>(target));
        }
    }
    return 0;
}

}  // extern "C"
