/** How far an agent is: `progress` 0 to 100, never decreasing, with a sentence on what it does. */
export type ReportProgress = (progress: number, message: string) => void;

/** An agent that never reports. */
export const silent: ReportProgress = () => undefined;
