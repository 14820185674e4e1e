import { describe, expect, it } from 'vitest';
import { fromMail, type Mail } from './from-mail.ts';

const MAIL: Mail = {
  recipient: 'ml-platform@lab.localhost',
  subject: '[FIRING:1] HighErrorRate (inference)',
  text: 'a service answers with errors',
  html: '',
  headers: new Map([
    ['x-alert-name', 'HighErrorRate'],
    ['x-alert-status', 'firing'],
  ]),
};

describe('fromMail', () => {
  it('headers - when the mail is one of ours - then alert and status are theirs, and of the address the mailbox stays', () => {
    expect(fromMail(MAIL)).toMatchObject({
      protocol: 'mail',
      status: 'firing',
      alertname: 'HighErrorRate',
      receiver: 'ml-platform',
      title: '[FIRING:1] HighErrorRate (inference)',
    });
  });

  it('headers - when the mail has none of ours - then the subject says the status', () => {
    const mail = { ...MAIL, headers: new Map(), subject: '[RESOLVED] something' };
    expect(fromMail(mail)).toMatchObject({ status: 'resolved', alertname: null });
  });

  it('links - when the body is HTML - then its anchors are read, with entities resolved', () => {
    const html =
      '<p><a href="https://example.com/?a=1&amp;b=%7B&#43;c" style="x">Run&amp;book</a> <a href=\'no\'>No</a></p>';
    expect(fromMail({ ...MAIL, html }).links).toEqual([
      { label: 'Run&book', url: 'https://example.com/?a=1&b=%7B+c' },
    ]);
  });

  it('links - when an entity means nothing - then it stays as it is', () => {
    const html = '<a href="https://example.com/&nonsense;&#x110000;">x</a>';
    expect(fromMail({ ...MAIL, html }).links[0]?.url).toBe('https://example.com/&nonsense;&#x110000;');
  });
});
