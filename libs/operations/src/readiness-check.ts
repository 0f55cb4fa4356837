/** Something without which the server cannot do its work. */
export interface ReadinessCheck {
  /** A word for people and probes, such as `database`. */
  readonly name: string;
  /** Resolves when it can serve; rejects when it cannot. An OrchestratorError's message is shown to the prober. */
  check(): Promise<void>;
}

/** Something that is read when metrics are asked for. */
export interface GaugeSource {
  /** Prometheus name, with its unit last. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  readonly read: () => GaugeReading[] | Promise<GaugeReading[]>;
}

export interface GaugeReading {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What the composition lets operations look at. */
export interface Observed {
  readonly checks: readonly ReadinessCheck[];
  readonly gauges: readonly GaugeSource[];
}

export const OBSERVED = Symbol('Observed');
