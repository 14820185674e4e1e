import { type AddressInfo, isIPv6 } from 'node:net';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Logger } from '@lab/instrumentation';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import type { Mail } from '../domain/from-mail.ts';

const MAX_MAIL_BYTES = 1024 * 1024;
const MAX_CLIENTS = 20;

interface SmtpSinkOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly logger: Logger;
  /** The mail is acknowledged once this has ended; a sender keeps what is not. */
  readonly receive: (mail: Mail) => Promise<void>;
}

/** A mail server that delivers into the inbox and nowhere else, whoever the recipient is. */
export class SmtpSink {
  readonly #server: SMTPServer;
  readonly #options: SmtpSinkOptions;

  constructor(options: SmtpSinkOptions) {
    this.#options = options;
    this.#server = new SMTPServer({
      name: 'pager',
      banner: 'lab pager, delivers into its own inbox only',
      size: MAX_MAIL_BYTES,
      maxClients: MAX_CLIENTS,
      // It lives on the lab's own network and relays nothing: there is nobody to prove oneself to.
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      closeTimeout: 1000,
      onData: (stream, session, done) => {
        this.#deliver(stream, session.envelope.rcptTo[0]?.address ?? '').then(
          () => done(null),
          (error: unknown) => done(asReply(error)),
        );
      },
    });
    // A client that breaks off is not worth more than a line.
    this.#server.on('error', (error) =>
      options.logger.warn({ error, event_type: 'smtp_client_failed' }, 'SMTP client failed'),
    );
  }

  /** @returns the address that it listens on. @throws where the port is taken */
  listen(): Promise<string> {
    const { host, port } = this.#options;
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        const bound = this.#server.server.address() as AddressInfo;
        resolve(`${isIPv6(bound.address) ? `[${bound.address}]` : bound.address}:${bound.port}`);
      });
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #deliver(stream: SMTPServerDataStream, recipient: string): Promise<void> {
    const raw = await buffer(stream as Readable);
    if (stream.sizeExceeded) throw new MailTooLarge();
    const mail = await PostalMime.parse(raw);
    await this.#options.receive({
      recipient,
      subject: mail.subject ?? '',
      text: mail.text ?? '',
      html: mail.html ?? '',
      headers: new Map(mail.headers.map(({ key, value }) => [key, value])),
    });
  }
}

class MailTooLarge extends Error {
  override readonly name = 'MailTooLarge';
}

/** 552 is final; 451 asks the sender to come again, as one does whose mail the journal could not take. */
const asReply = (error: unknown): Error & { responseCode: number } =>
  error instanceof MailTooLarge
    ? Object.assign(new Error('mail too large'), { responseCode: 552 })
    : Object.assign(new Error('not accepted now, try again later'), { responseCode: 451 });
