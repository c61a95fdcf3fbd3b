import { createHash } from 'node:crypto';
import { buildArn, type Place } from '../../components/place.js';

export interface ResourceRequest {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** What AWS adds to the inputs: id, ARN, names and addresses, in AWS's formats. */
export type ResourceState = { readonly id: string } & Readonly<Record<string, unknown>>;

export type Responder = (request: ResourceRequest, place: Place) => ResourceState;

export type Responders = Readonly<Record<string, Responder>>;

/** The account of offline plans: the number that AWS uses in its examples. */
export const previewPlace: Place = { partition: 'aws', region: 'us-east-1', accountId: '123456789012' };

/** Replaces a random part of an id or name; the same for the same resource. */
export const stableHex = (name: string, length: number): string =>
  createHash('sha256').update(name).digest('hex').slice(0, length);

export const buildUuid = (name: string): string =>
  stableHex(name, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** Builds an EC2 id, such as `vpc-0123456789abcdef0`. */
export const buildEc2Id = (kind: string, name: string): string => `${kind}-0${stableHex(`${kind} ${name}`, 16)}`;

/** Returns the name in the inputs, or generates one as Pulumi does. */
export const resolveName = ({ name, inputs }: ResourceRequest, input = 'name'): string =>
  typeof inputs[input] === 'string' ? inputs[input] : `${name}-${stableHex(name, 7)}`;

/** Responds with a name, which is the id and the end of the ARN. */
export const respondWithName =
  (service: string, resourcePrefix: string, input = 'name'): Responder =>
  (request, place) => {
    const name = resolveName(request, input);
    return { id: name, [input]: name, arn: buildArn(place, service, `${resourcePrefix}${name}`) };
  };

/** Responds with a name and an ARN, which is the id. */
export const respondWithArn =
  (service: string, resourcePrefix: string): Responder =>
  (request, place) => {
    const { name, arn } = respondWithName(service, resourcePrefix)(request, place);
    return { id: String(arn), name, arn };
  };

export const respondWithInput =
  (input: string): Responder =>
  ({ inputs }) => ({ id: String(inputs[input]) });
