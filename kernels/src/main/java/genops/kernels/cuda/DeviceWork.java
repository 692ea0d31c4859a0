package genops.kernels.cuda;

/** Something that is enqueued on the device's stream: one of our kernels or a library's. */
@FunctionalInterface
interface DeviceWork {
    void enqueue();
}
