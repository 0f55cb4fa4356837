/** One state, changed by a pure reducer alone. */
export class Store<State, Action> {
  private readonly reduce: (state: State, action: Action) => State;
  private current: State;
  private readonly listeners = new Set<() => void>();

  constructor(reduce: (state: State, action: Action) => State, initial: State) {
    this.reduce = reduce;
    this.current = initial;
  }

  get state(): State {
    return this.current;
  }

  readonly dispatch = (action: Action): void => {
    const next = this.reduce(this.current, action);
    if (next === this.current) return;
    this.current = next;
    for (const listener of this.listeners) listener();
  };

  /** @returns how to stop listening */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
