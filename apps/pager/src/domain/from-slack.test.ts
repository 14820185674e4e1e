import { describe, expect, it } from 'vitest';
import { fromSlack, isEmpty } from './from-slack.ts';

describe('fromSlack', () => {
  it('attachment - when it has fields and buttons - then alert and links are read from them', () => {
    expect(
      fromSlack({
        channel: '#alerts',
        attachments: [
          {
            title: '[FIRING:2] HighErrorRate (inference)',
            text: 'two instances',
            fields: [{ title: 'Alert', value: 'HighErrorRate' }],
            actions: [
              { type: 'button', text: 'Runbook', url: 'https://example.com/runbook' },
              { type: 'button', text: 'Acknowledge' },
            ],
          },
        ],
      }),
    ).toMatchObject({
      status: 'firing',
      alertname: 'HighErrorRate',
      receiver: '#alerts',
      title: '[FIRING:2] HighErrorRate (inference)',
      text: 'two instances',
      links: [{ label: 'Runbook', url: 'https://example.com/runbook' }],
    });
  });

  it('blocks - when a message is made of them - then header, sections and buttons are read', () => {
    expect(
      fromSlack({
        blocks: [
          { type: 'header', text: { text: '[RESOLVED] HighErrorRate' } },
          { type: 'section', text: { text: 'it is over' }, fields: [{ text: 'after 5 minutes' }] },
          {
            type: 'actions',
            elements: [{ type: 'button', text: { text: 'Logs' }, url: 'https://example.com/logs' }],
          },
        ],
      }),
    ).toMatchObject({
      status: 'resolved',
      alertname: null,
      title: '[RESOLVED] HighErrorRate',
      text: '[RESOLVED] HighErrorRate\nit is over\nafter 5 minutes',
      links: [{ label: 'Logs', url: 'https://example.com/logs' }],
    });
  });

  it.each([
    ['good', 'all is well', 'resolved'],
    ['danger', 'all is well', 'firing'],
    ['danger', '[RESOLVED] HighErrorRate', 'resolved'],
  ])('status - when the colour is %s and the title "%s" - then it is %s', (color, title, status) => {
    expect(fromSlack({ attachments: [{ color, title }] }).status).toBe(status);
  });

  it('text - when there is nothing else - then its first line is the title', () => {
    expect(fromSlack({ text: 'first\nsecond' })).toMatchObject({ title: 'first', text: 'first\nsecond' });
  });

  it('text - when it holds links and entities - then it reads as Slack shows it', () => {
    const text =
      '<https://example.com/?a=1&amp;b=2|Runbook> <https://example.com> 1 &lt; 2 &amp;amp; 3 &gt; 2';
    expect(fromSlack({ text }).text).toBe('Runbook https://example.com 1 < 2 &amp; 3 > 2');
  });

  it.each([[{}], [{ text: '' }], [{ attachments: [] }], [{ blocks: [] }]])(
    'isEmpty - when the message is %j - then there is nothing to show',
    (message) => {
      expect(isEmpty(message)).toBe(true);
    },
  );
});
