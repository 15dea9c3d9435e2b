import { abstractTypes } from './abstract-types.ts';
import { conditions } from './conditions.ts';
import { contexts } from './contexts.ts';
import { errors } from './errors.ts';
import { federation1 } from './federation1.ts';
import { inputs } from './inputs.ts';
import { interfaceObjects } from './interface-objects.ts';
import { introspection } from './introspection.ts';
import { invalidResponses } from './invalid-responses.ts';
import { keyMashups } from './key-mashups.ts';
import { keys } from './keys.ts';
import { mutations } from './mutations.ts';
import { nesting } from './nesting.ts';
import { nullability } from './nullability.ts';
import { overlaps } from './overlaps.ts';
import { propagation } from './propagation.ts';
import { provides } from './provides.ts';
import { requires } from './requires.ts';
import { requiresArguments } from './requires-arguments.ts';
import { selections } from './selections.ts';
import { shared } from './shared.ts';
import type { Case } from './testing/case.ts';
import { unions } from './unions.ts';
import { visibility } from './visibility.ts';

/** All federation cases. */
export const allCases: readonly Case[] = [
  ...keys,
  ...keyMashups,
  ...requires,
  ...requiresArguments,
  ...provides,
  ...interfaceObjects,
  ...abstractTypes,
  ...unions,
  ...overlaps,
  ...shared,
  ...visibility,
  ...nesting,
  ...nullability,
  ...errors,
  ...propagation,
  ...invalidResponses,
  ...conditions,
  ...mutations,
  ...introspection,
  ...inputs,
  ...selections,
  ...federation1,
  ...contexts,
];
