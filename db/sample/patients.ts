import { hl7, type SampleResource, toConcept } from './fhir.js';
import type { Maker } from './maker.js';
import { fictionalPhone, type Origin, origins, streets, toSlug, towns } from './names.js';
import type { Random } from './random.js';
import { addDays, computeAgeYears, referenceDay, toIsoDay } from './time.js';

type Sex = 'female' | 'male';

/** A patient, who is the same for every `now`. */
export interface SamplePatient {
  index: number;
  id: string;
  fullName: string;
  birthDate: string;
  /** Decides sex-specific codes. Undefined if the administrative gender is neither. */
  sex: Sex | undefined;
  resource: SampleResource;
}

interface Identity {
  origin: Origin;
  given: string;
  family: string;
  sex: Sex;
}

/** One age range per patient, in days on the reference day, so that every seed has infants and very old people. */
const ageRangesDays: [min: number, max: number][] = (
  [
    [2, 0.2, 0.8],
    [3, 1.2, 4.8],
    [4, 5, 12.5],
    [3, 13, 17.5],
    [10, 18.5, 34.5],
    [11, 35, 49],
    [12, 50, 64],
    [11, 65, 79],
    [3, 80, 89],
    [1, 95.1, 95.9],
  ] as const
).flatMap(([count, minYears, maxYears]) =>
  Array.from({ length: count }, (): [number, number] => [Math.ceil(minYears * 365.25), Math.floor(maxYears * 365.25)]),
);

function createIdentities(random: Random): Identity[] {
  const identities = origins.flatMap((origin) =>
    (['female', 'male'] as const).flatMap((sex) => {
      const families = random.shuffle(origin[sex].family);
      return random.shuffle(origin[sex].given).map((given): Identity => {
        const family = families.pop();
        if (family === undefined) throw new Error(`names.ts has fewer ${sex} family names than given names.`);
        return { origin, sex, given: given.normalize('NFC'), family: family.normalize('NFC') };
      });
    }),
  );
  return random.shuffle(identities);
}

/** Creates a number that no authority issues: area 999 with a group below 50, or ten digits that begin with 99. */
function createNationalId(random: Random, country: Origin['country'], index: number): Record<string, unknown> {
  const unique = String(index).padStart(2, '0');
  return country === 'US'
    ? {
        use: 'official',
        type: toConcept(hl7('v2-0203', 'SS', 'Social Security number')),
        system: 'http://hl7.org/fhir/sid/us-ssn',
        value: `999-${random.integer(10, 49)}-${random.integer(10, 99)}${unique}`,
      }
    : {
        use: 'official',
        type: toConcept(hl7('v2-0203', 'NI', 'National unique individual identifier')),
        system: 'https://clinic.example/fhir/sid/co-national-id',
        value: `99${random.integer(100_000, 999_999)}${unique}`,
      };
}

function createAddress(random: Random, country: Origin['country']): Record<string, unknown> {
  const line =
    country === 'US'
      ? `${random.integer(2, 480)} ${random.pick(streets)}`
      : `Calle ${random.integer(5, 140)} # ${random.integer(4, 80)}-${random.integer(10, 98)}`;
  return { use: 'home', line: [line], ...random.pick(towns[country]), country };
}

export function createPatients(make: Maker): SamplePatient[] {
  const dealer = make.random('patients');
  const identities = createIdentities(dealer);
  const ages = dealer.shuffle(ageRangesDays);
  // A few patients have another or an unknown gender, so that no code relies on two values.
  const [otherIndex, secondOtherIndex, unknownIndex] = dealer.shuffle(identities.map((_, index) => index));

  return identities.map(({ origin, given, family, sex: named }, index) => {
    const random = make.random(`patient/${index}`);
    const [minDays, maxDays] = ages[index % ages.length] ?? [0, 0];
    const birthDate = toIsoDay(addDays(referenceDay, -random.integer(minDays, maxDays)));
    const gender =
      index === unknownIndex ? 'unknown' : index === otherIndex || index === secondOtherIndex ? 'other' : named;
    const fullName = origin.isFamilyFirst ? `${family} ${given}` : `${given} ${family}`;
    const phoneNumber = fictionalPhone(
      [508, 774, 617, 305][index % 4] ?? 508,
      random.integer(0, 5) * 15 + Math.floor(index / 4),
    );
    const isMinor = computeAgeYears(birthDate, referenceDay) < 18;
    const resource = make.lasting('Patient', `patient/${index}`, {
      active: true,
      identifier: [createNationalId(random, origin.country, index)],
      name: [{ use: 'official', text: fullName, family, given: given.split(' ') }],
      telecom: [
        { system: 'phone', value: phoneNumber, use: isMinor ? 'home' : 'mobile' },
        { system: 'email', value: `${toSlug(`${given} ${family}`, '.')}@mail.example` },
      ],
      gender,
      birthDate,
      address: [createAddress(random, origin.country)],
    });
    return { index, id: resource.id, fullName, birthDate, sex: gender === named ? named : undefined, resource };
  });
}
