/** Who gives the tokens that the service takes. A class, so that it serves as a token of the container. */
export class Tokens {
  constructor(
    readonly issuer: string,
    /** It is part of this service: elsewhere nothing can be registered from here. */
    readonly ours: boolean,
  ) {}
}
