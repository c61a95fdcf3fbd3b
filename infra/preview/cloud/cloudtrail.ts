import { type Responder, resolveName } from './responder.js';

export const cloudtrailResources: Readonly<Record<string, Responder>> = {
  'aws:cloudtrail/trail:Trail': (request, { partition, region, accountId }) => {
    const name = resolveName(request);
    const arn = `arn:${partition}:cloudtrail:${region}:${accountId}:trail/${name}`;
    return { id: arn, name, arn, homeRegion: region };
  },
};
