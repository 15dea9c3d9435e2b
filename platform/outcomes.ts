/** Outcomes that use cases of several services share. Their kinds are the names of the graph's types. */
export type InvalidInput = {
  readonly kind: 'InvalidInput';
  /** The path of the invalid value in the mutation's input, such as `slot.start`. */
  readonly field: string;
  /** The valid values. */
  readonly message: string;
};

export type NotFound = { readonly kind: 'NotFound'; readonly id: string };

export function invalid(field: string, message: string): InvalidInput {
  return { kind: 'InvalidInput', field, message };
}

export function notFound(id: string): NotFound {
  return { kind: 'NotFound', id };
}
