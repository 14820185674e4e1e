/** Exit codes of `./lab`, for scripts. `./lab --help` prints them. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  notRunning: 3,
  /** 128 + SIGINT, what a shell reports for a command that ctrl-C ended. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
