import { createHash } from 'node:crypto';
import type { Place } from '../../components/place.js';

/** A resource that AWS is asked to make. */
export interface ResourceRequest {
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** What AWS would add to the inputs: the id, the ARN, names and addresses, in their real formats. */
export type ResourceState = { readonly id: string } & Readonly<Record<string, unknown>>;

export type Responder = (request: ResourceRequest, place: Place) => ResourceState;

/** The account that an offline plan is made for; AWS's own example number. */
export const previewPlace: Place = { partition: 'aws', region: 'us-east-1', accountId: '123456789012' };

/** Characters that stand for those which AWS or Pulumi would draw; the same for the same resource. */
export const stableHex = (name: string, length: number): string =>
  createHash('sha256').update(name).digest('hex').slice(0, length);

/** The name that Pulumi gives where the program gives none. */
export const resolveName = ({ name, inputs }: ResourceRequest, input = 'name'): string =>
  typeof inputs[input] === 'string' ? inputs[input] : `${name}-${stableHex(name, 7)}`;
