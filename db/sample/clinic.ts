import { type SampleExam, sampleExams } from './exams.js';
import { hl7, type SampleResource, toConcept, toReference } from './fhir.js';
import type { Maker } from './maker.js';
import { clinics, type DepartmentName, departments, type RosterEntry, roster, specialties } from './medics.js';
import { fictionalPhone, toSlug } from './names.js';

export interface SampleMedic extends RosterEntry {
  id: string;
  fullName: string;
  departmentId: string;
  locationId: string;
}

/** The clinic network. */
export interface SampleClinic {
  resources: SampleResource[];
  medics: SampleMedic[];
}

const site = 'https://clinic.example/fhir';
const areaCode = 401;
const addresses = [
  { line: ['18 Harbor Street'], city: 'Providence', state: 'RI', postalCode: '02903', country: 'US' },
  { line: ['240 Elm Park Avenue'], city: 'Pawtucket', state: 'RI', postalCode: '02860', country: 'US' },
];

function createClinicSite(
  make: Maker,
  name: string,
  index: number,
): { organization: SampleResource; location: SampleResource } {
  const telecom = [{ system: 'phone', value: fictionalPhone(areaCode, index), use: 'work' }];
  const organization = make.lasting('Organization', `clinic/${index}`, {
    active: true,
    type: [toConcept(hl7('organization-type', 'prov', 'Healthcare Provider'))],
    name,
    telecom,
    address: [addresses[index]],
  });
  const location = make.lasting('Location', `clinic/${index}`, {
    status: 'active',
    name,
    mode: 'instance',
    telecom,
    address: addresses[index],
    managingOrganization: toReference(organization.id, name),
  });
  return { organization, location };
}

function createDepartment(make: Maker, name: string, clinic: SampleResource): SampleResource {
  return make.lasting('Organization', `department/${name}`, {
    active: true,
    type: [toConcept(hl7('organization-type', 'dept', 'Hospital Department'))],
    name,
    partOf: toReference(clinic.id),
  });
}

function createMedic(
  make: Maker,
  entry: RosterEntry,
  index: number,
  department: SampleResource,
  location: SampleResource,
): { medic: SampleMedic; resources: SampleResource[] } {
  const fullName = `${entry.given} ${entry.family}`;
  const specialty = specialties[entry.specialty];
  const contact = [
    { system: 'email', value: `${toSlug(fullName, '.')}@clinic.example`, use: 'work' },
    { system: 'phone', value: fictionalPhone(areaCode, 10 + index), use: 'work' },
  ];
  // Real license numbers begin with 1 or 2.
  const license = `9${make.random(`licence/${index}`).integer(1_000_000, 9_999_999)}${String(index).padStart(2, '0')}`;
  const practitioner = make.lasting('Practitioner', `medic/${index}`, {
    active: true,
    identifier: [
      {
        use: 'official',
        type: toConcept(hl7('v2-0203', 'NPI', 'National provider identifier')),
        system: 'http://hl7.org/fhir/sid/us-npi',
        value: license,
      },
    ],
    name: [{ use: 'official', text: fullName, family: entry.family, given: entry.given.split(' '), prefix: ['Dr.'] }],
    telecom: contact,
    gender: entry.gender,
  });
  const role = make.lasting('PractitionerRole', `medic/${index}`, {
    active: true,
    practitioner: toReference(practitioner.id, fullName),
    organization: toReference(department.id, String(department.name)),
    code: [toConcept(hl7('practitioner-role', 'doctor', 'Doctor'))],
    specialty: [toConcept(specialty.code)],
    location: [toReference(location.id, String(location.name))],
    telecom: contact,
    ...(entry.hours && {
      availableTime: entry.hours.map(({ days, from, to }) => ({
        daysOfWeek: days,
        availableStartTime: `${from}:00`,
        availableEndTime: `${to}:00`,
      })),
    }),
  });
  return {
    medic: { ...entry, id: practitioner.id, fullName, departmentId: department.id, locationId: location.id },
    resources: [practitioner, role],
  };
}

function createExam(make: Maker, exam: SampleExam): SampleResource {
  const name = toSlug(exam.title, ' ').replace(/(?:^| )(\w)/g, (_, letter: string) => letter.toUpperCase());
  return make.lasting('ActivityDefinition', `exam/${exam.title}`, {
    url: `${site}/ActivityDefinition/${toSlug(exam.title, '-')}`,
    // A FHIR name must start with a letter, unlike "24-hour Holter".
    name: /^[A-Z]/.test(name) ? name : `Exam${name}`,
    title: exam.title,
    status: 'active',
    description: exam.description,
    usage: exam.preparation,
    topic: [{ text: exam.type }],
    kind: 'ServiceRequest',
    code: toConcept(exam.code),
    timingDuration: { value: exam.durationMinutes, unit: 'min', system: 'http://unitsofmeasure.org', code: 'min' },
  });
}

export function createClinic(make: Maker): SampleClinic {
  const sites = clinics.map((name, index) => createClinicSite(make, name, index));
  const findSite = (department: DepartmentName) => {
    const found = sites[departments[department]];
    if (!found) throw new Error(`The clinic of the department ${department} is missing from medics.ts.`);
    return found;
  };
  const departmentsByName = new Map(
    (Object.keys(departments) as DepartmentName[]).map((name) => [
      name,
      createDepartment(make, name, findSite(name).organization),
    ]),
  );
  const staff = roster.map((entry, index) => {
    const name = specialties[entry.specialty].department;
    const department = departmentsByName.get(name);
    if (!department) throw new Error(`The department ${name} is missing from medics.ts.`);
    return createMedic(make, entry, index, department, findSite(name).location);
  });
  return {
    resources: [
      ...sites.map(({ organization }) => organization),
      ...departmentsByName.values(),
      ...sites.map(({ location }) => location),
      ...staff.flatMap(({ resources }) => resources),
      ...sampleExams.map((exam) => createExam(make, exam)),
    ],
    medics: staff.map(({ medic }) => medic),
  };
}
