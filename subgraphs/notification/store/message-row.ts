import type { Message, MessageContent } from '../domain/message.ts';

export type MessageRow = {
  id: string;
  number: number;
  content: MessageContent;
  time_zone: string | null;
  created_at: string;
  read_at: string | null;
};

/** The columns of a message, with the time zone that its room has now. */
export const MESSAGE_COLUMNS = `id, number, content, created_at, read_at,
  (SELECT time_zone FROM rooms WHERE rooms.id = room_id) AS time_zone`;

export function toMessage({ id, number, content, time_zone, created_at, read_at }: MessageRow): Message {
  return { id, number, content, timeZone: time_zone, createdAt: created_at, readAt: read_at };
}
