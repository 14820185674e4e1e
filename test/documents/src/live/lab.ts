/** The running lab that documents are held against. */
export interface LiveLab {
  /** What a command needs in its environment to mean this lab. */
  readonly env: Readonly<Record<string, string>>;
  /** By name of `.env`, moved by the lab's offset. */
  readonly ports: Readonly<Record<string, number>>;
  /** Paths of engines and tools, by binary. */
  readonly binaries: Readonly<Record<string, string>>;
  /** Names of ports that this lab leaves empty: without Docker there is no Grafana. */
  readonly absent?: readonly string[];
}

export const addressOf = ({ ports }: LiveLab, port: string): string => `http://127.0.0.1:${ports[port]}`;
