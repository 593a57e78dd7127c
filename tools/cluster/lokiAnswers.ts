/** Where an answer came from. */
export interface QueryStats {
  /** Chunks that were still in some replica's memory. */
  readonly ingester: { readonly totalChunksMatched: number };
}

/** Comes only where it is asked for. */
interface ValueDetails {
  readonly structuredMetadata?: Readonly<Record<string, string>>;
}

/** Lines, by stream. */
export interface StreamsAnswer {
  readonly data: {
    readonly result: readonly {
      readonly stream: Readonly<Record<string, string>>;
      readonly values: readonly (readonly [string, string, ValueDetails?])[];
    }[];
    readonly stats: QueryStats;
  };
}

/** Numbers at one moment. */
export interface VectorAnswer {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly value: readonly [number, string];
    }[];
  };
}

/** Curves of numbers. */
export interface MatrixAnswer {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly values: readonly (readonly [number, string])[];
    }[];
  };
}
