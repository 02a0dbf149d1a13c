/** Free text and personal data stay outside the log: an event holds where they are kept and a salted digest of them. */
export interface TextRef {
  ref: string;
  /** `hmac-sha256:<hex>` under a key that is kept, and erased, with the text. */
  digest: string;
}
