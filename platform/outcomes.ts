/** Outcomes that the use cases of several services have in common, named as the graph names them. */
export type InvalidInput = {
  readonly kind: 'InvalidInput';
  /** Path of the wrong value in the mutation's input, such as `slot.start`. */
  readonly field: string;
  /** What it takes. */
  readonly message: string;
};

export type NotFound = { readonly kind: 'NotFound'; readonly id: string };

export function invalid(field: string, message: string): InvalidInput {
  return { kind: 'InvalidInput', field, message };
}

export function notFound(id: string): NotFound {
  return { kind: 'NotFound', id };
}
