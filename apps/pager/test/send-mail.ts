import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

interface Message {
  readonly subject: string;
  readonly body: string;
}

/** Speaks SMTP as a plain client does. @returns the server's answer to the message */
export async function sendMail(address: string, { subject, body }: Message): Promise<string> {
  const [host, port] = address.split(':');
  const socket = connect(Number(port), host);
  await once(socket, 'connect');
  const answers = createInterface({ input: socket })[Symbol.asyncIterator]();
  /** The last line of an answer: the ones before it carry a hyphen after the code. */
  const answer = async (): Promise<string> => {
    for (;;) {
      const { value, done } = await answers.next();
      if (done) throw new Error('the server has hung up');
      if (!/^\d{3}-/.test(value)) return value;
    }
  };
  const say = async (command: string): Promise<string> => {
    socket.write(`${command}\r\n`);
    return answer();
  };
  await answer();
  await say('EHLO test');
  await say('MAIL FROM:<somebody@example.com>');
  await say('RCPT TO:<team@example.com>');
  await say('DATA');
  const reply = await say(`Subject: ${subject}\r\n\r\n${body}\r\n.`);
  await say('QUIT');
  socket.destroy();
  return reply;
}
