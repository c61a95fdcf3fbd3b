import { describe, expect, it } from 'vitest';
import { mapColumns, mapResource, sample } from './testing.js';

const patient = (more: object) => mapColumns(sample('Patient', more));
const observation = (more: object, options = {}) => mapColumns(sample('Observation', more), options);

describe('dates', () => {
  it.each([
    ['1980', '1980-01-01', 'year'],
    ['1980-03', '1980-03-01', 'month'],
    ['1980-03-04', '1980-03-04', 'day'],
  ])('a birth date %s is kept as precise as it is', (birthDate, day, precision) => {
    expect(patient({ birthDate })).toMatchObject({ birth_date: day, birth_date_precision: precision });
  });

  it('the day of a history entry is the one that is written, in its own offset', () => {
    const { rows, leftOut } = mapResource(sample('Condition', { onsetDateTime: '2025-03-04T23:30:00+09:00' }));
    expect(rows[0]?.values).toMatchObject({ start_date: '2025-03-04', start_date_precision: 'day' });
    expect(leftOut).toContain('onsetDateTime: time of day');
  });

  it.each([
    ['Condition', 'onsetDateTime'],
    ['AllergyIntolerance', 'onsetDateTime'],
    ['Procedure', 'performedDateTime'],
  ])('a %s in the future keeps no %s', (type, element) => {
    for (const date of ['2999', '2999-02', '2999-02-03', '2999-02-03T10:00:00Z']) {
      const { rows, leftOut, notes } = mapResource(sample(type, { [element]: date }));
      expect(rows[0]?.values.start_date).toBeNull();
      expect(leftOut).toContain(`${element}: in the future`);
      expect(notes).toEqual(['an onset or performance in the future was left out']);
    }
  });

  it('a recorded date is not an onset', () => {
    const { rows, leftOut } = mapResource(sample('Condition', { recordedDate: '2025-03-04' }));
    expect(rows[0]?.values).toMatchObject({ start_date: null });
    expect(leftOut).toContain('recordedDate: no place for it');
  });

  it.each([
    ['2025', '2025-01-01T05:00:00.000Z', 'year', '2025-01-01'],
    ['2025-07', '2025-07-01T04:00:00.000Z', 'month', '2025-07-01'],
    ['2025-03-04', '2025-03-04T05:00:00.000Z', 'day', '2025-03-04'],
    ['2025-03-04T01:00:00+09:00', '2025-03-03T16:00:00.000Z', 'time', null],
  ])('a result of %s is effective from %s', (effectiveDateTime, instant, precision, day) => {
    expect(observation({ effectiveDateTime })).toMatchObject({
      effective_at: instant,
      effective_precision: precision,
      effective_date: day,
    });
  });
});

describe('a visit', () => {
  const visit = (more: object) => mapResource(sample('Encounter', more));

  it('that is known by its day fills the day in the clinic', () => {
    expect(visit({ period: { start: '2025-03-09' } }).rows[0]?.values).toMatchObject({
      starts_at: '2025-03-09T05:00:00.000Z',
      // Clocks go forward on this day.
      ends_at: '2025-03-10T04:00:00.000Z',
    });
  });

  it('that is ahead and known by its day, or known by its month, is skipped', () => {
    expect(visit({ status: 'planned', period: { start: '2027-03-09' } }).skipped).toBe('no time of day');
    expect(visit({ period: { start: '2025-03' } }).skipped).toBe('no day');
  });

  it('has its reason in a table of its own, never in the notes', () => {
    const { rows } = visit({
      reasonCode: [{ text: 'Cough' }, { coding: [{ code: 'x', display: 'Fever' }] }],
      reasonReference: [{ display: 'Asthma' }],
    });
    expect(rows.map(({ table }) => table)).toEqual(['reservations', 'reservation_reasons']);
    expect(rows[0]?.values).toMatchObject({ notes: null });
    expect(rows[1]?.values).toEqual({ id: 'Encounter/x', patient_id: 'Patient/1', reason: 'Cough; Fever; Asthma' });
  });
});

describe('an appointment', () => {
  const slot = { slot: [{ reference: 'Slot/1' }], start: undefined, end: undefined };
  const contents = {
    'Slot/1': { start: '2027-02-02T15:00:00Z', end: '2027-02-02T15:20:00Z', schedule: { reference: 'Schedule/1' } },
    'Schedule/1': { actor: [{ reference: 'Practitioner/9' }] },
  };

  it('takes missing times and a missing medic from its slot', () => {
    const withoutMedic = { ...slot, participant: [{ actor: { reference: 'Patient/1' } }] };
    expect(mapColumns(sample('Appointment', withoutMedic), { contents })).toMatchObject({
      starts_at: '2027-02-02T15:00:00.000Z',
      ends_at: '2027-02-02T15:20:00.000Z',
      medic_id: 'Practitioner/9',
    });
  });

  it('without a start is skipped', () => {
    expect(mapResource(sample('Appointment', slot)).skipped).toBe('no start');
  });

  it('is not of a medic who declined', () => {
    const participant = [
      { actor: { reference: 'Patient/1' } },
      { actor: { reference: 'Practitioner/1' }, status: 'declined' },
      { actor: { reference: 'Practitioner/2' }, status: 'accepted' },
    ];
    expect(mapColumns(sample('Appointment', { participant }))?.medic_id).toBe('Practitioner/2');
  });
});

describe('a name', () => {
  const names = (...name: object[]) => mapResource(sample('Patient', { name }));

  it.each([
    ['García Márquez, Gabriel', 'Gabriel', 'García Márquez'],
    ['Gabriel García', 'Gabriel', 'García'],
    ['王小明', '王小明', '王小明'],
  ])('that is only a text, %s, is split', (text, given, family) => {
    expect(names({ text }).rows[0]?.values).toMatchObject({ given_name: given, family_name: family });
  });

  it('that has ended is never the current one, whatever its use', () => {
    const { rows } = names(
      { use: 'official', family: 'Former', given: ['Ann'], period: { end: '2015' } },
      { use: 'nickname', given: ['Annie'] },
    );
    expect(rows[0]?.values).toMatchObject({
      given_name: 'Annie',
      other_names: [{ use: 'old', givenName: 'Ann', familyName: 'Former' }],
    });
    expect(names({ use: 'maiden', family: 'Former' }).skipped).toBe('no current name');
  });
});

describe('of several names, addresses and numbers', () => {
  const ahead = { start: '2199-01-01' };

  it('one whose period has not begun is not the current one', () => {
    const { rows } = mapResource(
      sample('Patient', {
        name: [
          { use: 'official', family: 'Later', given: ['Jo'], period: ahead },
          { use: 'official', family: 'Now', given: ['Jo'] },
        ],
        address: [{ city: 'Later', period: ahead }, { city: 'Now' }],
        telecom: [
          { system: 'phone', value: '+12025550101', period: ahead },
          { system: 'phone', value: '+12025550102' },
        ],
      }),
    );
    expect(rows[0]?.values).toMatchObject({ family_name: 'Now', address: { city: 'Now' }, phone: '+12025550102' });
  });

  it('the one that began last is the current one, if all say when they began', () => {
    const choose = (...starts: (string | undefined)[]) =>
      mapColumns(
        sample('Patient', {
          address: starts.map((start) => ({ city: start ?? 'undated', period: start && { start } })),
        }),
      )?.address;
    expect(choose('2001', '2020-05', '2019-12-31')).toMatchObject({ city: '2020-05' });
    expect(choose(undefined, '2001')).toMatchObject({ city: 'undated' });
  });
});

describe('contacts', () => {
  const phone = (value: string, more: object = {}) =>
    mapResource(sample('Patient', { telecom: [{ system: 'phone', value }], address: [{ country: 'US' }], ...more }));

  it.each([
    ['(202) 555-0142', '+12025550142'],
    ['+1 202 555 0142 ext. 7', '+12025550142'],
    ['tel:+44 (0)20 7946 0018', '+442079460018'],
    ['0044 20 7946 0018', '+442079460018'],
    ['555', null],
  ])('the phone number %s becomes %s', (value, kept) => {
    expect(phone(value).rows[0]?.values.phone).toBe(kept);
  });

  it.each([
    ['DE', '030/123 456 78', '+493012345678'],
    ['FRA', '01 23 45 67 89', '+33123456789'],
    ['NL', '020-123 4567', '+31201234567'],
    ['JP', '03-1234-5678', '+81312345678'],
    ['AU', '(02) 5550 1234', '+61255501234'],
    ['NO', '22 12 34 56', '+4722123456'],
    ['DE', '110', null],
  ])('of %s, the phone number %s becomes %s', (country, value, kept) => {
    expect(phone(value, { address: [{ country }] }).rows[0]?.values.phone).toBe(kept);
  });

  it('the number with the best rank is kept, and the others are counted', () => {
    const telecom = [
      { system: 'phone', value: '+12025550101', rank: 2 },
      { system: 'phone', value: '+12025550102', rank: 1 },
      { system: 'fax', value: '+12025550103' },
    ];
    const { rows, leftOut } = mapResource(sample('Patient', { telecom }));
    expect(rows[0]?.values.phone).toBe('+12025550102');
    expect(leftOut).toEqual(
      expect.arrayContaining([
        'telecom: one phone number is kept',
        'telecom: neither a phone number nor an email address',
      ]),
    );
  });

  it.each([
    ['USA', 'US'],
    ['Deutschland', null],
    ['germany', 'DE'],
    ['The Netherlands', 'NL'],
    ['UK', 'GB'],
    ["Côte d'Ivoire", 'CI'],
    ['XK', 'XK'],
    ['Kosovo', 'XK'],
    ['ZZ', null],
  ])('the country %s becomes %s', (country, code) => {
    const { rows, leftOut } = mapResource(sample('Patient', { address: [{ city: 'X', country }] }));
    expect(rows[0]?.values.address).toMatchObject({ country: code });
    expect(leftOut.some((one) => one.startsWith('address.country'))).toBe(code === null);
  });
});

describe('identifiers', () => {
  it('of every system are kept, the national id by its type', () => {
    const identifier = [
      { system: 'http://hospital.example', type: { coding: [{ code: 'MR' }] }, value: 'M1', use: 'usual' },
      { system: 'http://hl7.org/fhir/sid/us-ssn', value: '999-00-0001' },
      { type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'CC' }] }, value: '4111' },
    ];
    expect(patient({ identifier })).toMatchObject({
      national_id_type: 'SS',
      national_id_number: '999-00-0001',
      identifiers: [
        { system: 'http://hospital.example', type: 'MR', value: 'M1', use: 'usual' },
        // A credit card, not a Colombian cédula.
        { system: null, type: 'CC', value: '4111', use: null },
      ],
    });
  });
});

describe('a result', () => {
  it('keeps a number as a text where its unit or comparator has no place', () => {
    const valueQuantity = { value: 5, comparator: 'ad', unit: 'mg' };
    expect(observation({ valueQuantity })?.value).toBe('ad5 mg');
    expect(observation({ valueQuantity: { value: 5, unit: 'x'.repeat(51) } })?.value).toBe(`5 ${'x'.repeat(51)}`);
  });

  it('keeps a text letter for letter', () => {
    expect(observation({ valueQuantity: undefined, valueString: ' 60\n' })?.value).toBe(' 60\n');
  });

  it.each([
    ['no population', {}, 'female', 1],
    ['the other sex', { appliesTo: [{ text: 'Male' }] }, 'female', null],
    ['the same sex', { appliesTo: [{ coding: [{ code: '248152002' }] }] }, 'female', 1],
    ['an unknown population', { appliesTo: [{ text: 'pregnant' }] }, 'female', null],
    ['a sex, for a patient without one', { appliesTo: [{ text: 'female' }] }, 'unknown', null],
    ['certain ages', { age: { low: { value: 60 } } }, 'female', null],
    ['a treatment', { type: { coding: [{ code: 'treatment' }] } }, 'female', null],
  ])('has the reference range for %s only if it applies', (_population, more, gender, low) => {
    const referenceRange = [{ low: { value: 1, unit: 'mg/L' }, ...more }];
    const { rows, leftOut } = mapResource(sample('Observation', { referenceRange }), { gender });
    const kept = rows[0]?.values.reference_range;
    expect(kept).toEqual(low === null ? null : { low: 1, high: null, unit: 'mg/L', text: null });
    expect(leftOut.some((one) => one.startsWith('referenceRange:'))).toBe(low === null);
  });

  it('of a panel is its components, and its own part if it has one', () => {
    const component = [{ code: { text: 'systolic' }, valueQuantity: { value: 120, unit: 'mmHg' } }];
    const panel = sample('Observation', { valueQuantity: undefined, component });
    expect(mapResource(panel).rows.map(({ values }) => values.display)).toEqual(['systolic']);
    const noted = mapResource({ ...panel, note: [{ text: 'sitting' }] });
    expect(noted.rows.map(({ values }) => [values.display, values.note])).toEqual([
      ['CRP', 'sitting'],
      ['systolic', null],
    ]);
  });

  it('of a report with a conclusion keeps the presented text as a file', () => {
    const presentedForm = [{ contentType: 'text/plain', data: Buffer.from('All of it').toString('base64') }];
    const { rows } = mapResource(sample('DiagnosticReport', { presentedForm }));
    expect(rows.map(({ table }) => table)).toEqual(['exam_results', 'files', 'file_texts']);
    expect(rows[2]?.values).toMatchObject({ text: 'All of it', content: null });
  });
});

describe('a medication', () => {
  const dosage = (dosageInstruction: object[]) => mapResource(sample('MedicationRequest', { dosageInstruction }));

  it('has every dosage text, in order, and its notes apart from it', () => {
    const { rows } = mapResource(
      sample('MedicationRequest', {
        dosageInstruction: [
          { sequence: 2, text: 'then one' },
          { sequence: 1, text: 'two at once' },
        ],
        note: [{ text: 'a' }, { text: 'b' }],
      }),
    );
    expect(rows[0]?.values).toMatchObject({ dosage: 'two at once\nthen one', note: 'a\n\nb' });
  });

  it('has the unit of a dose, also if only its code is known', () => {
    const dosageInstruction = [{ doseAndRate: [{ doseQuantity: { value: 500, code: 'mg' } }] }];
    expect(mapColumns(sample('MedicationRequest', { dosageInstruction }))?.dosage).toBe('dose 500 mg');
  });

  it('has a text for a simple dosage, and none for one that the text would not say completely', () => {
    const simple = {
      timing: { repeat: { frequency: 2, period: 1, periodUnit: 'd' } },
      doseAndRate: [{ doseQuantity: { value: 1, unit: 'tablet' } }],
      asNeededBoolean: true,
    };
    expect(dosage([simple]).rows[0]?.values.dosage).toBe('dose 1 tablet, 2 × every 1 days, as needed');
    const { rows, leftOut } = dosage([{ ...simple, maxDosePerPeriod: {} }]);
    expect(rows[0]?.values.dosage).toBeNull();
    expect(leftOut).toContain('dosageInstruction.doseAndRate: has no text and is not simple');
  });

  it('that is planned is kept only if it was reported', () => {
    expect(mapResource(sample('MedicationRequest', { intent: 'plan', reportedBoolean: true })).skipped).toBeUndefined();
  });

  it('that is contained and was entered in error is not one', () => {
    const contained = [
      { resourceType: 'Medication', id: 'm', status: 'entered-in-error', code: { text: 'Amoxicillin' } },
    ];
    const { skipped } = mapResource(
      sample('MedicationRequest', {
        contained,
        medicationCodeableConcept: undefined,
        medicationReference: { reference: '#m' },
      }),
    );
    expect(skipped).toBe('the contained Medication: status entered-in-error');
  });
});

describe('a document', () => {
  const document = (contentType: string, bytes: Buffer) =>
    mapResource(
      sample('DocumentReference', { content: [{ attachment: { contentType, data: bytes.toString('base64') } }] }),
    );

  it.each([
    ['text/plain; charset=iso-8859-1', Buffer.from('José', 'latin1'), 'José'],
    ['text/plain;charset="UTF-16LE"', Buffer.from('José', 'utf16le'), 'José'],
    ['text/plain', Buffer.from('\uFEFFJosé', 'utf8'), '\uFEFFJosé'],
    ['text/plain', Buffer.from('José', 'latin1'), 'José'],
  ])('as %s (%#) keeps its bytes', (contentType, bytes, text) => {
    const [file, content] = document(contentType, bytes).rows;
    expect(file?.values.size_bytes).toBe(bytes.byteLength);
    expect(content?.values.text).toBe(text);
    const isUtf8 = Buffer.from(text, 'utf8').equals(bytes);
    expect(content?.values.content).toBe(isUtf8 ? null : `\\x${bytes.toString('hex')}`);
  });

  it.each(['!!!no###', 'SGk', 'SG=k'])('of %s, which is not Base64, is skipped with that reason', (data) => {
    const content = [{ attachment: { contentType: 'text/plain', data } }];
    expect(mapResource(sample('DocumentReference', { content })).skipped).toBe('attachment is not Base64');
  });

  it('in an unknown encoding is skipped with that reason', () => {
    expect(document('text/plain; charset=klingon', Buffer.from('x')).skipped).toBe('attachment in an unknown encoding');
  });
});

describe('what is left out', () => {
  it('is named by the highest element that contains nothing that is kept', () => {
    const { leftOut } = mapResource(
      sample('Patient', {
        contact: [{ name: { family: 'X' } }],
        extension: [{ url: 'x' }],
        name: [{ family: 'Doe', given: ['Jo', null], _given: [null, { extension: [] }], prefix: ['Dr.'] }],
      }),
    );
    expect([...leftOut].sort()).toEqual([
      'contact: no place for it',
      'extension: no place for it',
      'name._given: no place for it',
      'name.prefix: no place for it',
    ]);
  });

  it('is not counted for a resource that is skipped', () => {
    const { skipped, leftOut } = mapResource(sample('Observation', { effectiveDateTime: undefined, method: {} }));
    expect([skipped, leftOut]).toEqual(['no effective time', []]);
  });
});
