import type { Received } from './notification.ts';

/** `[RESOLVED] …` and `[FIRING:2] …`: how the Alertmanager's titles begin, by long custom. */
export const statusOfTitle = (title: string): Received['status'] =>
  /^\s*\[RESOLVED\b/i.test(title) ? 'resolved' : 'firing';
