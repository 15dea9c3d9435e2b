/** The messages between a benchmark and the processes that it starts. */
export type Question = { readonly id: number; readonly name: string; readonly argument: unknown };
export type Reply = { readonly id: number; readonly value?: unknown; readonly error?: string };

/** Environment variable: the folder that is removed with the benchmark. */
export const FOLDER_VARIABLE = 'BENCH_FOLDER';
