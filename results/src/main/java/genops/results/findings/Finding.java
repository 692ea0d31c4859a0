package genops.results.findings;

import java.util.Optional;

/**
 * One observation: what the paper says, what was measured here, and what is projected to another device.
 *
 * @param observation the published statement and its rule
 * @param measured what the measured times say
 * @param projected what a device model says; empty where none was asked for
 */
public record Finding(Observation observation, Judged measured, Optional<Judged> projected) {}
