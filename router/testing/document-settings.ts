import { readConfig } from '../config/config.ts';

/** The settings of documents, by default, for graphs that a test makes itself. */
export const DOCUMENT_SETTINGS = readConfig({ supergraph: 'a' }, {}).operations.documents;
