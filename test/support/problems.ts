// How an answer that is a problem is recognised.
import { expect } from '@jest/globals';

/** For `toMatchObject`: an answer of this status, whose body is the problem with this code. */
export const problem = (status: number, code: string) => ({
  status,
  body: {
    status,
    code,
    title: expect.any(String),
    type: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/problems\//),
    instance: expect.stringMatching(/^urn:uuid:/),
  },
});

/** For `toMatchObject`: an answer that finds this fault at this place of the body, whatever else it finds. */
export const invalid = (pointer: string, code: string) => ({
  status: 422,
  body: { errors: expect.arrayContaining([expect.objectContaining({ pointer, code })]) },
});
