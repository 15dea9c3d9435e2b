import type { Actor } from '../../../platform/decisions/actor.ts';
import type { CommandContext } from '../../../platform/idempotency/once.ts';
import type { Language } from '../domain/language.ts';
import type { Dependencies } from './ports.ts';

export type SetLanguage = CommandContext & { readonly actor: Actor; readonly language: Language };

export type SetLanguageOutcome = { readonly kind: 'SetLanguageSuccess'; readonly language: Language };

/** Sets the language of the actor's messages. */
export function createSetLanguage({ mailboxes }: Pick<Dependencies, 'mailboxes'>) {
  return async ({ actor, language }: SetLanguage): Promise<SetLanguageOutcome> => {
    await mailboxes.setLanguage(actor.subject, language);
    return { kind: 'SetLanguageSuccess', language };
  };
}
