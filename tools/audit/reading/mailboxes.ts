import { messageSent } from '../../../schema/events/notification.ts';
import { readMailboxes, readNotificationEvents } from '../load/notification.ts';
import { addSubject, foldEvent } from './draft.ts';
import { fromStore, fromTable, type Part } from './parts.ts';
import type { Stores } from './stores.ts';
import type { Workspace } from './workspace.ts';

/** The mailboxes by the keys of the customers. It fills the messages of the workspace. */
export function mailboxesPart({ notification }: Stores, workspace: Workspace): Part {
  const events = readNotificationEvents(notification, 'ORDER BY aggregate_id, version');
  return {
    scope: { services: new Set(['notification']), tables: new Set(['mailboxes']) },
    checks: ['checkMailboxes', 'checkViews', 'checkEvents', 'checkStreams'],
    sources: [
      fromStore(
        readMailboxes(notification),
        ({ id }) => id,
        ({ mailboxes }, mailbox) => mailboxes.push(mailbox),
      ),
      fromStore(
        events,
        ({ aggregateId }) => aggregateId,
        (draft, event) => {
          foldEvent(draft, event, () => undefined);
          if (event.type === messageSent.type) workspace.messages.add(event.causationId, event);
        },
      ),
      fromTable(workspace.view.mailboxes, ({ view }, row) => view.mailboxes.push(row)),
      fromTable(workspace.subjectsOf('notification'), addSubject),
    ],
  };
}
