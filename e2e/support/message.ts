import type { Client } from '../../examples/client.ts';
import {
  AddBookmarkDocument,
  type MessageKind,
  MessagesDocument,
  type MessagesQuery,
} from '../../examples/documents.generated.ts';
import { eventually } from '../../platform/testing/eventually.ts';

export type SeenMessages = NonNullable<MessagesQuery['messages']>;
export type SeenMessage = SeenMessages['edges'][number]['node'];

/** The newest messages of a customer; anything but data fails the test. */
export async function seeMessages(customer: Client): Promise<SeenMessages> {
  const { data, errors } = await customer.run(MessagesDocument, { first: 100 });
  if (!data?.messages || errors) throw new Error(`messages failed: ${JSON.stringify(errors)}`);
  return data.messages;
}

/** The messages about a booking, newest first. */
export async function messagesOf(customer: Client, bookingId: string): Promise<readonly SeenMessage[]> {
  const { edges } = await seeMessages(customer);
  return edges.map(({ node }) => node).filter(({ booking }) => booking?.id === bookingId);
}

/** Waits for a message of a kind about a booking, and returns it. */
export function eventuallyMessage(
  customer: Client,
  bookingId: string,
  kind: MessageKind,
): Promise<SeenMessage> {
  return eventually(async () => {
    const all = await messagesOf(customer, bookingId);
    const message = all.find((each) => each.kind === kind);
    if (!message) throw new Error(`There is no ${kind}, only ${all.map((each) => each.kind)}`);
    return message;
  });
}

/** Bookmarks a course, and returns the id of the message that tells of it. */
export async function givenMessage(customer: Client, courseId: string): Promise<string> {
  const input = { target: { type: 'COURSE', id: courseId } } as const;
  const { data, errors } = await customer.run(AddBookmarkDocument, { input });
  if (data?.addBookmark?.__typename !== 'TargetMutationSuccess')
    throw new Error(`The bookmark was not added: ${JSON.stringify(errors ?? data)}`);
  return eventually(async () => {
    const { edges } = await seeMessages(customer);
    const told = edges.find(
      ({ node: { target } }) => target?.__typename === 'Course' && target.id === courseId,
    );
    if (!told) throw new Error(`Nothing tells of ${courseId}`);
    return told.node.id;
  });
}
