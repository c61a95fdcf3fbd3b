import { describe, expect, it } from 'vitest';
import { defaultClinic } from './clinic.js';
import { ApiEnvironment, FilesEnvironment, parseEnvironment } from './environment.js';

describe('the environment of a function', () => {
  it('has a default for everything except the database', () => {
    expect(parseEnvironment(ApiEnvironment, { DATABASE_HOST: 'cluster.example' })).toEqual({
      DATABASE_HOST: 'cluster.example',
      DATABASE_PORT: 5432,
      DATABASE_NAME: 'clinic',
      DATABASE_USER: 'app',
      DATABASE_POOL_SIZE: 2,
      DATABASE_STATEMENT_TIMEOUT_MILLISECONDS: 10_000,
      AWS_REGION: 'us-east-1',
      CLINIC_TIME_ZONE: defaultClinic.timeZone,
      CLINIC_WORKING_HOURS: defaultClinic.workingHours,
      CLINIC_BOOKING_HORIZON_DAYS: defaultClinic.bookingHorizonDays,
      RELEASE: 'development',
    });
  });

  it('is rejected with every invalid variable and its rule, but without the values', () => {
    const variables = {
      DATABASE_URL: 'mysql://user:secret@host/db',
      DATABASE_PORT: '99999',
      CLINIC_TIME_ZONE: 'Mars/Olympus',
      CLINIC_WORKING_HOURS: '[{"weekday":8,"from":"09:00","to":"08:00"}]',
    };
    let message = '';
    try {
      parseEnvironment(ApiEnvironment, variables);
    } catch (error) {
      message = (error as Error).message;
    }
    for (const part of ['DATABASE_URL', 'DATABASE_PORT', 'CLINIC_TIME_ZONE', 'CLINIC_WORKING_HOURS.0.weekday']) {
      expect(message).toContain(part);
    }
    expect(message).not.toContain('secret');
  });

  it.each([
    ['America/New_York', true],
    ['America/Bogota', true],
    ['UTC', true],
    ['+02:00', false],
    ['Nowhere', false],
    ['', false],
  ])('accepts the time zone %j: %s', (timeZone, isAccepted) => {
    const parse = () => parseEnvironment(ApiEnvironment, { CLINIC_TIME_ZONE: timeZone });
    if (isAccepted) expect(parse().CLINIC_TIME_ZONE).toBe(timeZone);
    else expect(parse).toThrow('CLINIC_TIME_ZONE');
  });
});

describe('the environment of files', () => {
  const required = { DATABASE_HOST: 'cluster.example', FILES_BUCKET: 'clinic-files' };

  it('defaults to six document types, upload URLs of 15 minutes and download URLs of 5', () => {
    const defaults = parseEnvironment(FilesEnvironment, required);
    expect(defaults.FILES_CONTENT_TYPES.join(' ')).toBe(
      'application/pdf image/png image/jpeg image/tiff application/dicom text/plain',
    );
    expect(defaults).toMatchObject({ FILES_UPLOAD_URL_SECONDS: 900, FILES_DOWNLOAD_URL_SECONDS: 300 });
    const variables = { ...required, FILES_CONTENT_TYPES: 'Application/PDF, image/svg+xml' };
    expect(parseEnvironment(FilesEnvironment, variables).FILES_CONTENT_TYPES).toEqual([
      'application/pdf',
      'image/svg+xml',
    ]);
  });

  it.each([
    ['FILES_BUCKET', 'ab'],
    ['FILES_BUCKET', undefined],
    ['FILES_CONTENT_TYPES', 'pdf'],
    ['FILES_CONTENT_TYPES', ''],
    ['FILES_UPLOAD_URL_SECONDS', '3601'],
    ['FILES_DOWNLOAD_URL_SECONDS', '0'],
    ['AWS_ENDPOINT_URL', 'localhost'],
  ])('is rejected with %s %j', (name, value) => {
    expect(() => parseEnvironment(FilesEnvironment, { ...required, [name]: value })).toThrow(name);
  });
});
