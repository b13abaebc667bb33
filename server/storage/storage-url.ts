import { fileURLToPath } from 'node:url';

/** A place in S3. The keys are in the AWS variables, so that an address can be shown. */
export type S3Place = {
  bucket: string;
  /** In front of every key; empty or ending with a slash. */
  prefix: string;
  /** Null: Amazon's. */
  endpoint: string | null;
  /** Null: as the AWS variables say. */
  region: string | null;
};

/** The place that `STORAGE_URL` names, or what is wrong with it: a sentence without its subject. */
export function parseStorageUrl(text: string): { folder: string } | { s3: S3Place } | string {
  const url = URL.parse(text);
  if (url?.protocol === 'file:' && url.host === '' && url.pathname.length > 1) return parseFolderUrl(url);
  const place = parseS3Url(text);
  return typeof place === 'string' ? place : { s3: place };
}

const notEncoded = 'has a % that is no part of a percent-encoded character: write %25 for it';

function parseFolderUrl(url: URL): { folder: string } | string {
  if (/%(?:2f|00)/i.test(url.pathname))
    return 'must name a folder without %2F and %00, like file:///srv/files';
  try {
    return { folder: fileURLToPath(url) };
  } catch {
    return notEncoded;
  }
}

const form = 's3://bucket/prefix?endpoint=https://s3.example.com&region=eu-central-1';

function parseS3Url(text: string): S3Place | string {
  const url = URL.parse(text);
  if (url?.protocol !== 's3:' || !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(url.host) || url.hash)
    return `must be an address like ${form}`;
  if (url.username || url.password)
    return 'must not hold keys: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY instead';
  const unknown = [...url.searchParams.keys()].find((name) => name !== 'endpoint' && name !== 'region');
  if (unknown) return `has the unknown parameter ${unknown}; endpoint and region can be set`;
  const endpoint = url.searchParams.get('endpoint');
  const parsed = endpoint === null ? null : URL.parse(endpoint);
  if (endpoint !== null && !/^https?:$/.test(parsed?.protocol ?? ''))
    return `must have an endpoint like https://s3.example.com, as in ${form}`;
  const decoded = decode(url.pathname);
  if (decoded === null) return notEncoded;
  const path = decoded.replaceAll(/^\/+|\/+$/g, '');
  return {
    bucket: url.host,
    prefix: path === '' ? '' : `${path}/`,
    ...{ endpoint, region: url.searchParams.get('region') },
  };
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
