import Type, { type Static } from 'typebox';
import type { NotificationLink, Received } from './notification.ts';
import { statusOfTitle } from './title.ts';

const Text = Type.String({ maxLength: 40_000 });

/** What the inbox shows of a block; Slack has many more kinds. */
const Block = Type.Object({
  type: Type.String(),
  text: Type.Optional(Type.Object({ text: Text })),
  fields: Type.Optional(Type.Array(Type.Object({ text: Text }))),
  elements: Type.Optional(
    Type.Array(
      Type.Object({
        type: Type.String(),
        url: Type.Optional(Type.String()),
        text: Type.Optional(Type.Union([Text, Type.Object({ text: Text })])),
      }),
    ),
  ),
});
type Block = Static<typeof Block>;

const Attachment = Type.Object({
  title: Type.Optional(Text),
  title_link: Type.Optional(Type.String()),
  pretext: Type.Optional(Text),
  text: Type.Optional(Text),
  fallback: Type.Optional(Text),
  color: Type.Optional(Type.String()),
  fields: Type.Optional(Type.Array(Type.Object({ title: Type.String(), value: Type.String() }))),
  actions: Type.Optional(
    Type.Array(Type.Object({ type: Type.String(), text: Type.String(), url: Type.Optional(Type.String()) })),
  ),
  blocks: Type.Optional(Type.Array(Block)),
});

/** A message to an incoming webhook of Slack. */
export const SlackMessage = Type.Object({
  channel: Type.Optional(Type.String({ maxLength: 200 })),
  text: Type.Optional(Text),
  attachments: Type.Optional(Type.Array(Attachment, { maxItems: 100 })),
  blocks: Type.Optional(Type.Array(Block, { maxItems: 50 })),
});
export type SlackMessage = Static<typeof SlackMessage>;

/** Slack refuses a message in which there is nothing to show. */
export const isEmpty = ({ text, attachments, blocks }: SlackMessage): boolean =>
  !text && !attachments?.length && !blocks?.length;

export function fromSlack(message: SlackMessage): Received {
  const attachments = message.attachments ?? [];
  const blocks = [...(message.blocks ?? []), ...attachments.flatMap((attachment) => attachment.blocks ?? [])];
  const texts = [
    message.text,
    ...attachments.flatMap(({ pretext, text }) => [pretext, text]),
    ...blocks.flatMap(blockTexts),
  ].filter((text) => text !== undefined && text !== '');
  const title =
    attachments.find((attachment) => attachment.title)?.title ??
    blocks.find(({ type }) => type === 'header')?.text?.text ??
    attachments[0]?.fallback ??
    texts[0]?.split('\n')[0] ??
    '';
  const fields = attachments.flatMap((attachment) => attachment.fields ?? []);
  return {
    protocol: 'slack',
    status: attachments[0]?.color === 'good' ? 'resolved' : statusOfTitle(title),
    alertname: fields.find((field) => field.title === 'Alert')?.value || null,
    receiver: message.channel ?? null,
    title,
    text: shown(texts.join('\n')),
    links: [
      ...attachments.flatMap(({ actions = [] }) => actions.flatMap(linkOf)),
      ...blocks.flatMap(blockLinks),
    ],
    alerts: [],
    group_key: null,
  };
}

/** Text as Slack shows it: `<url|label>` is the label, and three signs are written as entities. */
const shown = (text: string): string =>
  text
    .replaceAll(/<(https?:[^|>]*)(?:\|([^>]*))?>/g, (_link, url, label) => label ?? url)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

const blockTexts = ({ text, fields = [] }: Block): string[] => [
  ...(text === undefined ? [] : [text.text]),
  ...fields.map((field) => field.text),
];

const blockLinks = ({ elements = [] }: Block): NotificationLink[] =>
  elements.flatMap(({ text, url }) =>
    linkOf({
      text: typeof text === 'string' ? text : (text?.text ?? ''),
      ...(url === undefined ? {} : { url }),
    }),
  );

const linkOf = ({ text, url }: { text: string; url?: string }): NotificationLink[] =>
  url === undefined ? [] : [{ label: text, url }];
