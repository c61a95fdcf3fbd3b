// Generated from docs/openapi.json by `npm run client`. Do not edit.

export interface paths {
    "/problems/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain a problem
         * @description Returns when a kind of problem occurs and what to do about it, as JSON or, for browsers, as HTML. Needs no authentication.
         */
        get: operations["getProblemKind"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent/knowledge/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List documents
         * @description Administrators, medics and machines only. Returns general documents and those of patients, newest first.
         *
         *     Roles: `admin`, `medic`, `service`.
         */
        get: operations["listKnowledgeDocuments"];
        put?: never;
        /**
         * Add a document
         * @description Administrators and machines only. Splits the text into passages at headings and paragraphs; each passage can be found separately.
         *
         *     Roles: `admin`, `service`.
         */
        post: operations["addKnowledgeDocument"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent/knowledge/documents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a document
         * @description Administrators, medics and machines only. Returns the document without its text, which a search finds.
         *
         *     Roles: `admin`, `medic`, `service`.
         */
        get: operations["getKnowledgeDocument"];
        put?: never;
        post?: never;
        /**
         * Remove a document
         * @description Administrators and machines only. Removes the document with all its passages.
         *
         *     Roles: `admin`, `service`.
         */
        delete: operations["removeKnowledgeDocument"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent/knowledge/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Search the knowledge base
         * @description Administrators, medics and machines only. Searches by meaning and by words. Always searches general documents, and a patient's documents only if you set `patientId`.
         *
         *     Roles: `admin`, `medic`, `service`.
         */
        post: operations["searchKnowledge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your sessions
         * @description Returns the caller's open sessions.
         *
         *     Roles: `admin`, `medic`, `service`.
         */
        get: operations["listAssistantSessions"];
        put?: never;
        /**
         * Open a session
         * @description Administrators, medics and machines only. The session belongs to the caller. Set `patientId` to tie it to one patient.
         *
         *     Roles: `admin`, `medic`, `service`.
         */
        post: operations["openAssistantSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a session
         * @description Returns one of the caller's open sessions. List its messages separately.
         *
         *     Roles: `admin`, `medic`, `service`.
         */
        get: operations["getAssistantSession"];
        put?: never;
        post?: never;
        /**
         * Close a session
         * @description The messages are kept for the record, but can no longer be read through the API.
         *
         *     Roles: `admin`, `medic`, `service`.
         */
        delete: operations["closeAssistantSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agent/sessions/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List messages
         * @description Returns the messages of a session in order, with citations, tool calls and usage.
         *
         *     Roles: `admin`, `medic`, `service`.
         */
        get: operations["listAssistantMessages"];
        put?: never;
        /**
         * Send a message
         * @description Administrators, medics and machines only. Answers from passages that the caller can read, and cites them. Looks up patients and available slots with the caller's permissions. To book a reservation, the assistant first proposes it; the next message must confirm it. A session answers one message at a time.
         *
         *     Roles: `admin`, `medic`, `service`.
         */
        post: operations["askAssistant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List audit events
         * @description Administrators only. Returns every access to patient data and every denied request, newest first. This request is itself recorded.
         *
         *     Roles: `admin`.
         */
        get: operations["listAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exam-results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List exam results
         * @description Returns exam results, newest first. Administrators, medics and patients only; patients see only their own. Results that were corrected are left out unless `includeReplaced` is true.
         *
         *     Roles: `admin`, `medic`, `patient`.
         */
        get: operations["listExamResults"];
        put?: never;
        /**
         * Record an exam result
         * @description Medics only. Set `replacesId` to correct an earlier result, which stays unchanged. `medicId` defaults to the medic of the caller's account.
         *
         *     Roles: `medic`.
         */
        post: operations["createExamResult"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exam-results/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an exam result
         * @description Returns one result as recorded, with the ids of the result that it corrects and of the one that corrects it. Patients can read only their own.
         *
         *     Roles: `admin`, `medic`, `patient`.
         */
        get: operations["getExamResult"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List exams
         * @description Returns exams. Only administrators see removed exams.
         *
         *     Roles: `admin`, `medic`, `staff`, `patient`, `service`.
         */
        get: operations["listExams"];
        put?: never;
        /**
         * Create an exam
         * @description Administrators only. The name must be unique, ignoring case.
         *
         *     Roles: `admin`.
         */
        post: operations["createExam"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exams/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an exam
         * @description Returns one exam with its duration and preparation instructions.
         *
         *     Roles: `admin`, `medic`, `staff`, `patient`, `service`.
         */
        get: operations["getExam"];
        put?: never;
        post?: never;
        /**
         * Remove an exam
         * @description Administrators only. The record is kept. Fails with `in-use` if there are upcoming reservations.
         *
         *     Roles: `admin`.
         */
        delete: operations["removeExam"];
        options?: never;
        head?: never;
        /**
         * Update an exam
         * @description Administrators only. Send a JSON Merge Patch. Existing reservations keep their duration.
         *
         *     Roles: `admin`.
         */
        patch: operations["changeExam"];
        trace?: never;
    };
    "/v1/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List files
         * @description Returns files, newest first. Patients see only their own files. Only administrators see removed files.
         *
         *     Roles: `admin`, `medic`, `staff`, `patient`.
         */
        get: operations["listFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/files/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get file metadata
         * @description Returns the name, type, size and status of a file. Download the content separately.
         *
         *     Roles: `admin`, `medic`, `staff`, `patient`.
         */
        get: operations["getFile"];
        put?: never;
        post?: never;
        /**
         * Remove a file
         * @description Administrators and medics only. The file can no longer be downloaded. Its metadata and content are retained as medical records.
         *
         *     Roles: `admin`, `medic`.
         */
        delete: operations["removeFile"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/files/{id}/classification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Classify a file
         * @description Administrators and medics only. Replaces the classification and sets the file's `category`, which lists can be filtered by.
         *
         *     Roles: `admin`, `medic`.
         */
        put: operations["classifyFile"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/files/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete an upload
         * @description Verifies the stored content. If it matches, the file becomes `available`. Otherwise it becomes `rejected`, and the response is `validation-failed` with the reason. If nothing is stored yet, the response is `conflict` and the file stays `pending`. Repeated calls return the same response.
         *
         *     Roles: `admin`, `medic`, `staff`, `patient`.
         */
        post: operations["completeFileUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/files/{id}/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a download URL
         * @description Returns a presigned URL that anyone can use until it expires. Administrators, medics and the patient only. The file must be `available`.
         *
         *     Roles: `admin`, `medic`, `patient`.
         */
        get: operations["downloadFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/files/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start an upload
         * @description Creates a `pending` file and returns a presigned URL, which accepts only content of the given type, size and SHA-256. Upload the content to that URL with PUT and the returned headers, then call `complete`. A file that is not completed within one hour after the URL expires becomes `rejected`. A retry with the same Idempotency-Key returns the same URL unless the file was removed. Patients can upload only their own files.
         *
         *     Roles: `admin`, `medic`, `staff`, `patient`.
         */
        post: operations["uploadFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check service health
         * @description Checks the database connection. Needs no authentication.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/medics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List medics
         * @description Returns medics. Patients don't see email and phone. Only administrators see removed medics.
         *
         *     Roles: `admin`, `medic`, `staff`, `patient`, `service`.
         */
        get: operations["listMedics"];
        put?: never;
        /**
         * Create a medic
         * @description Administrators only. `workingHours` defaults to the clinic's hours.
         *
         *     Roles: `admin`.
         */
        post: operations["createMedic"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/medics/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a medic
         * @description Returns one medic. Patients don't see email and phone.
         *
         *     Roles: `admin`, `medic`, `staff`, `patient`, `service`.
         */
        get: operations["getMedic"];
        put?: never;
        post?: never;
        /**
         * Remove a medic
         * @description Administrators only. The record is kept. Fails with `in-use` if there are upcoming reservations.
         *
         *     Roles: `admin`.
         */
        delete: operations["removeMedic"];
        options?: never;
        head?: never;
        /**
         * Update a medic
         * @description Administrators only. Send a JSON Merge Patch. Existing reservations are not affected.
         *
         *     Roles: `admin`.
         */
        patch: operations["changeMedic"];
        trace?: never;
    };
    "/v1/medics/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get your own medic record
         * @description Returns the medic record that is linked to the caller's account.
         *
         *     Roles: `medic`.
         */
        get: operations["getOwnMedic"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/medics/specialties": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List specialties
         * @description Returns the specialties of active medics, for a filter or an availability search.
         *
         *     Roles: `admin`, `medic`, `staff`, `patient`, `service`.
         */
        get: operations["listSpecialties"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the OpenAPI document
         * @description Returns this document. Needs no authentication.
         */
        get: operations["getOpenApiDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/patient-lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look up patients
         * @description Finds patients by partial details, for machines that sign their requests with AWS Signature Version 4. Send at least one criterion; complete identifiers carry more weight than names. Returns only the details that distinguish the matches, never the medical history.
         *
         *     Roles: `service`.
         */
        post: operations["lookUpPatients"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/patients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List patients
         * @description Administrators, medics and staff only. Returns patients without their medical history. `search` ignores accents and tolerates a typo.
         *
         *     Roles: `admin`, `medic`, `staff`.
         */
        get: operations["listPatients"];
        put?: never;
        /**
         * Create a patient
         * @description Administrators, medics and staff only. Staff can't set `medicalHistory`. Only administrators can set `accountSubject`.
         *
         *     Roles: `admin`, `medic`, `staff`.
         */
        post: operations["createPatient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/patients/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a patient
         * @description Administrators and medics get the full record; staff get it without `medicalHistory`. Patients can read only their own record.
         *
         *     Roles: `admin`, `medic`, `staff`, `patient`.
         */
        get: operations["getPatient"];
        put?: never;
        post?: never;
        /**
         * Remove a patient
         * @description Administrators only. The record is kept, but only administrators can see it. Fails with `in-use` if there are upcoming reservations.
         *
         *     Roles: `admin`.
         */
        delete: operations["removePatient"];
        options?: never;
        head?: never;
        /**
         * Update a patient
         * @description Send a JSON Merge Patch; lists are replaced as a whole. Staff can't change `medicalHistory`. Patients can change only their own contact data. A patch that changes nothing keeps the version.
         *
         *     Roles: `admin`, `medic`, `staff`, `patient`.
         */
        patch: operations["changePatient"];
        trace?: never;
    };
    "/v1/patients/{id}/access-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List accesses to a patient's record
         * @description Administrators can read any patient's log, and patients their own. Returns who read or changed the record, when and in which role, newest first. This request is itself recorded.
         *
         *     Roles: `admin`, `patient`.
         */
        get: operations["listRecordAccesses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/patients/{id}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a patient's invitations
         * @description Administrators and staff only. Returns the invitations of a patient with their status, but without their codes, newest first.
         *
         *     Roles: `admin`, `staff`.
         */
        get: operations["listInvitations"];
        put?: never;
        /**
         * Invite a patient
         * @description Administrators and staff only. Returns a code, valid for 7 days, with which the patient links an account to the record. Only this response contains the code. An earlier open invitation of the patient is withdrawn. Fails with `conflict` if the record is linked to an account, inactive or removed.
         *
         *     Roles: `admin`, `staff`.
         */
        post: operations["invitePatient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/patients/{id}/invitations/{invitationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an invitation
         * @description Administrators and staff only. Returns one invitation of a patient without its code.
         *
         *     Roles: `admin`, `staff`.
         */
        get: operations["getInvitation"];
        put?: never;
        post?: never;
        /**
         * Withdraw an invitation
         * @description Administrators and staff only. The code stops working. The invitation is kept with the status `withdrawn`. Fails with `conflict` if it is used, expired or locked.
         *
         *     Roles: `admin`, `staff`.
         */
        delete: operations["withdrawInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/patients/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get your own record
         * @description Returns the patient record that is linked to the caller's account.
         *
         *     Roles: `patient`.
         */
        get: operations["getOwnPatient"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update your own contact data
         * @description Updates the patient record that is linked to the caller's account. Send a JSON Merge Patch of `email`, `phone` and `address`. A patch that changes nothing keeps the version.
         *
         *     Roles: `patient`.
         */
        patch: operations["changeOwnPatient"];
        trace?: never;
    };
    "/v1/patients/me/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Link your account to your record
         * @description Patients without a linked record only. Send the code of an invitation and the patient's birth date. Five wrong tries end a code, and an account has five wrong tries per hour. Fails with `not-found` if no open invitation has this code and birth date, and with `conflict` if the account or the record is already linked.
         *
         *     Roles: `patient`.
         */
        post: operations["linkOwnPatient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reservations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List reservations
         * @description Returns reservations. Patients see only their own. Staff and services don't see `reason`.
         *
         *     Roles: `admin`, `medic`, `staff`, `patient`, `service`.
         */
        get: operations["listReservations"];
        put?: never;
        /**
         * Book a reservation
         * @description Books an exam for a patient with a medic. Patients can book only for themselves. Only medics can set `reason`. All violations are reported together. Scheduled and confirmed reservations of one medic or one patient can't overlap; back-to-back reservations are fine.
         *
         *     Roles: `admin`, `medic`, `staff`, `patient`, `service`.
         */
        post: operations["bookReservation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reservations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a reservation
         * @description Returns one reservation with the names of the patient, medic and exam. Patients can read only their own.
         *
         *     Roles: `admin`, `medic`, `staff`, `patient`, `service`.
         */
        get: operations["getReservation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update a reservation
         * @description Reschedules, confirms, cancels or completes a reservation. Send a JSON Merge Patch. Changing only `startsAt` keeps the duration; `endsAt: null` resets it to the exam's. Only medics can change `reason`. A confirmed reservation keeps its patient. Patients can only cancel.
         *
         *     Roles: `admin`, `medic`, `staff`, `patient`.
         */
        patch: operations["changeReservation"];
        trace?: never;
    };
    "/v1/reservations/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find available slots
         * @description Returns slots as long as the exam, within the medics' working hours and outside their scheduled or confirmed reservations. Searches at most 31 days; `page.nextCursor` leads to further slots. Doesn't reserve anything.
         *
         *     Roles: `admin`, `medic`, `staff`, `patient`, `service`.
         */
        post: operations["findAvailability"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AccountLink: {
            /** @description The patient's birth date, exactly as it is recorded: for a partly known one, the same part. */
            birthDate: string;
            /** @description The code of the invitation. Hyphens, spaces and the case of letters are ignored. */
            code: string;
        };
        Address: {
            city?: string | null;
            /** @description ISO 3166-1 alpha-2, or XK for Kosovo. */
            country?: string | null;
            /**
             * @description Street, house number and apartment, in the order of a postal address.
             * @default []
             */
            line?: string[];
            postalCode?: string | null;
            /** @description State, province or region. */
            state?: string | null;
        };
        Allergy: {
            /** @description The code in the code system. */
            code?: string | null;
            /**
             * @description How dangerous a reaction can be.
             * @enum {string|null}
             */
            criticality?: "low" | "high" | "unable-to-assess" | null;
            /** @description The meaning in words. */
            display: string;
            /** @description A FHIR date: YYYY, YYYY-MM or YYYY-MM-DD. */
            endDate?: string | null;
            /** @description Free-text remarks. */
            note?: string | null;
            /** @description A FHIR date: YYYY, YYYY-MM or YYYY-MM-DD. */
            onsetDate?: string | null;
            /** @description Signs and symptoms that the allergy caused. */
            reaction?: components["schemas"]["AllergyReaction"][] | null;
            /**
             * @description The status.
             * @enum {string|null}
             */
            status?: "active" | "inactive" | "resolved" | null;
            /** @description The URI of the code system, for example http://snomed.info/sct. */
            system?: string | null;
            /**
             * @description An entry that is entered in error or refuted leaves the medical history.
             * @enum {string|null}
             */
            verificationStatus?: "unconfirmed" | "confirmed" | "refuted" | "entered-in-error" | null;
        };
        /** @description A sign or symptom that the allergy caused. */
        AllergyReaction: {
            /** @description The code in the code system. */
            code?: string | null;
            /** @description The meaning in words. */
            display: string;
            /**
             * @description How severe the reaction was.
             * @enum {string|null}
             */
            severity?: "mild" | "moderate" | "severe" | null;
            /** @description The URI of the code system, for example http://snomed.info/sct. */
            system?: string | null;
        };
        AssistantCitation: {
            /**
             * Format: uuid
             * @description The knowledge document that contains the passage.
             */
            documentId: string;
            /**
             * Format: int32
             * @description The number of the citation in the text, such as `[1]`.
             */
            number: number;
            /** @description The text of the passage. */
            passage: string;
            /**
             * Format: uuid
             * @description The patient.
             */
            patientId: string | null;
            /** @description Where it comes from. */
            source: string | null;
            /** @description A short title. */
            title: string;
        };
        AssistantKeptMessage: {
            /** @description The passages that the answer refers to by number. */
            citations: components["schemas"]["AssistantCitation"][];
            /** @description Plain text. An answer contains no images, HTML or links: `[1]` refers to a citation. */
            content: string;
            /**
             * Format: date-time
             * @description When the record was created.
             */
            createdAt: string;
            /**
             * Format: uuid
             * @description The id of the resource.
             */
            id: string;
            /**
             * @description The role of the account or author.
             * @enum {string}
             */
            role: "user" | "assistant";
            /** @description What the assistant did to answer, and what it proposes. */
            toolCalls: components["schemas"]["AssistantToolCall"][];
            /** @description How the answer was made. Null for a message of the user. */
            usage: components["schemas"]["AssistantUsage"] | null;
        };
        AssistantMessage: {
            /** @description Plain text. An answer contains no images, HTML or links: `[1]` refers to a citation. */
            content: string;
            /**
             * Format: date-time
             * @description When the record was created.
             */
            createdAt: string;
            /**
             * Format: uuid
             * @description The id of the resource.
             */
            id: string;
            /**
             * @description The role of the account or author.
             * @enum {string}
             */
            role: "user" | "assistant";
        };
        AssistantMessageInput: {
            /**
             * Format: uuid
             * @description The `id` of the tool call in the last answer that proposed the booking to confirm. If omitted, `content` confirms the booking only if it is a plain yes.
             */
            confirms?: string | null;
            /** @description The text of the message. */
            content: string;
        };
        AssistantMessagePage: {
            /** @description The entries of this page or search. */
            data: components["schemas"]["AssistantKeptMessage"][];
            /** @description Where the page is in the list. */
            page: {
                /**
                 * Format: int32
                 * @description The maximum number of entries.
                 */
                limit: number;
                /** @description The next `cursor`. Null on the last page. */
                nextCursor: string | null;
                /**
                 * Format: int64
                 * @description The number of entries on all pages. Only with `count=exact`.
                 */
                total?: number;
            };
        };
        AssistantProposedBooking: {
            /**
             * Format: date-time
             * @description The end of the reservation or slot (exclusive).
             */
            endsAt: string;
            /**
             * Format: uuid
             * @description The exam.
             */
            examId: string;
            /** @description The name of the exam. */
            examName: string;
            /**
             * Format: uuid
             * @description The medic.
             */
            medicId: string;
            /** @description The full name of the medic. */
            medicName: string;
            /** @description Administrative remarks. Everyone who can see the reservation can read them. */
            notes: string | null;
            /** @description Distinguishes patients with the same name. As precise as it was given. */
            patientBirthDate: string;
            /**
             * Format: uuid
             * @description The patient.
             */
            patientId: string;
            /** @description The full name of the patient. */
            patientName: string;
            /** @description Why the patient comes, in clinical terms. */
            reason: string | null;
            /**
             * Format: date-time
             * @description The start of the reservation or slot.
             */
            startsAt: string;
        };
        AssistantReply: {
            /** @description The passages that the answer refers to by number. */
            citations: components["schemas"]["AssistantCitation"][];
            /** @description The answer. */
            message: components["schemas"]["AssistantMessage"];
            /** @description The patient that the answer is about: the session's patient, or one that a tool found. */
            patient: {
                fullName: string;
                /**
                 * Format: uuid
                 * @description The id of the resource.
                 */
                id: string;
            } | null;
            /** @description What the assistant did to answer, and what it proposes. */
            toolCalls: components["schemas"]["AssistantToolCall"][];
            /** @description How the answer was made. Null for a message of the user. */
            usage: components["schemas"]["AssistantUsage"];
        };
        AssistantSession: {
            /**
             * Format: date-time
             * @description When the record was created.
             */
            createdAt: string;
            /**
             * Format: uuid
             * @description The id of the resource.
             */
            id: string;
            /**
             * Format: uuid
             * @description The patient.
             */
            patientId: string | null;
            /** @description A short title. */
            title: string | null;
            /**
             * Format: date-time
             * @description When the record last changed.
             */
            updatedAt: string;
            /**
             * Format: int32
             * @description The number in the ETag. Increases with every change.
             */
            version: number;
        };
        AssistantSessionInput: {
            /**
             * Format: uuid
             * @description Ties the session to one patient. Record reads, searches and bookings are then restricted to that patient.
             */
            patientId?: string | null;
            /** @description A short title. */
            title?: string | null;
        };
        AssistantSessionPage: {
            /** @description The entries of this page or search. */
            data: components["schemas"]["AssistantSession"][];
            /** @description Where the page is in the list. */
            page: {
                /**
                 * Format: int32
                 * @description The maximum number of entries.
                 */
                limit: number;
                /** @description The next `cursor`. Null on the last page. */
                nextCursor: string | null;
                /**
                 * Format: int64
                 * @description The number of entries on all pages. Only with `count=exact`.
                 */
                total?: number;
            };
        };
        AssistantToolCall: {
            /**
             * Format: uuid
             * @description The id of the resource.
             */
            id: string;
            /**
             * @description The tool.
             * @enum {string}
             */
            name: "lookUpPatients" | "readRecord" | "findAvailability" | "bookReservation" | "searchKnowledge";
            /**
             * @description `proposed`: nothing is booked unless the next message confirms it. `refused`: see `problem`.
             * @enum {string}
             */
            outcome: "done" | "refused" | "proposed";
            /** @description The reason for the refusal. */
            problem: string | null;
            /** @description The booking that waits for a confirmation. */
            proposal: components["schemas"]["AssistantProposedBooking"] | null;
            /**
             * Format: uuid
             * @description The reservation that was booked.
             */
            reservationId: string | null;
        };
        AssistantUsage: {
            /**
             * Format: int64
             * @description The time that the answer took.
             */
            durationMilliseconds: number;
            /** @description The embedding model used for the search. */
            embedder: string;
            /**
             * Format: int64
             * @description Tokens that the model read.
             */
            inputTokens: number;
            /** @description The source of the answer: the id of a model; `extractive` without a model, when the assistant quotes; or `confirmation` if a booking was confirmed without asking a model. */
            model: string;
            /**
             * Format: int64
             * @description Tokens that the model wrote.
             */
            outputTokens: number;
            /**
             * @description Why the answer ended: it was complete (`answered`), too long (`length`), blocked by the guardrail (`guardrail`) or the model's filter (`filtered`), or reached the limit of tool calls (`limit`).
             * @enum {string}
             */
            stopReason: "answered" | "length" | "guardrail" | "filtered" | "limit";
            /**
             * Format: int64
             * @description Number of model calls.
             */
            turns: number;
        };
        AuditEvent: {
            /** @description For example `patients.read`. */
            action: string;
            /** @description The caller. Both fields are null for an unauthenticated caller. */
            actor: {
                /** @description The role of the account or author. */
                role: string | null;
                /** @description The account's `sub`, or the ARN of an IAM principal. */
                subject: string | null;
            };
            /**
             * Format: uuid
             * @description The id of the resource.
             */
            id: string;
            /**
             * Format: date-time
             * @description When the request was made.
             */
            occurredAt: string;
            /**
             * @description Whether the request succeeded, was refused or failed.
             * @enum {string}
             */
            outcome: "success" | "refused" | "failed";
            /** @description Every patient whose data the response contained. */
            patientIds: string[];
            /** @description The `X-Request-Id` of the request. */
            requestId: string;
            /** @description The id of the resource, if the request was about one. */
            resourceId: string | null;
            /** @description The FHIR resource type, for example `Patient`. */
            resourceType: string;
            /**
             * Format: int32
             * @description The HTTP status of the response.
             */
            status: number;
        };
        AuditEventPage: {
            /** @description The entries of this page or search. */
            data: components["schemas"]["AuditEvent"][];
            /** @description Where the page is in the list. */
            page: {
                /**
                 * Format: int32
                 * @description The maximum number of entries.
                 */
                limit: number;
                /** @description The next `cursor`. Null on the last page. */
                nextCursor: string | null;
                /**
                 * Format: int64
                 * @description The number of entries on all pages. Only with `count=exact`.
                 */
                total?: number;
            };
        };
        Availability: {
            /** @description The slots, in the order of their start. */
            data: {
                /**
                 * Format: date-time
                 * @description The end of the reservation or slot (exclusive).
                 */
                endsAt: string;
                /**
                 * Format: uuid
                 * @description The medic.
                 */
                medicId: string;
                /** @description The full name of the medic. */
                medicName: string;
                /**
                 * Format: date-time
                 * @description The start of the reservation or slot.
                 */
                startsAt: string;
            }[];
            /** @description Where the page is in the list. */
            page: {
                /**
                 * Format: int32
                 * @description The maximum number of entries.
                 */
                limit: number;
                /** @description The next `cursor`. Null on the last page. */
                nextCursor: string | null;
            };
        };
        AvailabilityInput: {
            /** @description The `nextCursor` of the previous page of the same search. */
            cursor?: string | null;
            /**
             * Format: uuid
             * @description The exam.
             */
            examId: string;
            /**
             * Format: date-time
             * @description The start of the search. Slots in the past are left out.
             */
            from: string;
            /**
             * Format: int32
             * @description The maximum number of entries.
             * @default 100
             */
            limit?: number;
            /**
             * Format: uuid
             * @description The medic.
             */
            medicId?: string | null;
            /** @description The medic's medical specialty. */
            specialty?: string | null;
            /**
             * Format: date-time
             * @description The end of the search, at most 31 days after its start.
             */
            to: string;
        };
        /** @description A code, preferably from a standard code system such as http://loinc.org. */
        Coding: {
            /** @description The code in the code system. */
            code?: string | null;
            /** @description The meaning in words. */
            display: string;
            /** @description The URI of the code system, for example http://snomed.info/sct. */
            system?: string | null;
        };
        Condition: {
            /** @description The code in the code system. */
            code?: string | null;
            /** @description The meaning in words. */
            display: string;
            /** @description A FHIR date: YYYY, YYYY-MM or YYYY-MM-DD. */
            endDate?: string | null;
            /** @description Free-text remarks. */
            note?: string | null;
            /** @description A FHIR date: YYYY, YYYY-MM or YYYY-MM-DD. */
            onsetDate?: string | null;
            /**
             * @description The status.
             * @enum {string|null}
             */
            status?: "active" | "recurrence" | "relapse" | "inactive" | "remission" | "resolved" | null;
            /** @description The URI of the code system, for example http://snomed.info/sct. */
            system?: string | null;
            /**
             * @description An entry that is entered in error or refuted leaves the medical history.
             * @enum {string|null}
             */
            verificationStatus?: "unconfirmed" | "provisional" | "differential" | "confirmed" | "refuted" | "entered-in-error" | null;
        };
        Exam: {
            /** @description False for a record that is kept but no longer used, for example for new reservations. */
            active: boolean;
            /**
             * Format: date-time
             * @description When the record was created.
             */
            createdAt: string;
            /** @description A description for patients and staff. */
            description: string | null;
            /**
             * Format: int32
             * @description The length of a reservation, unless the booking says otherwise.
             */
            durationMinutes: number;
            /**
             * Format: uuid
             * @description The id of the resource.
             */
            id: string;
            /** @description The name. No two exams share one. */
            name: string;
            /** @description What the patient must do before the exam. */
            preparationInstructions: string | null;
            /**
             * Format: date-time
             * @description Visible to administrators only.
             */
            removedAt?: string | null;
            /** @description For example laboratory, imaging or consultation. */
            type: string;
            /**
             * Format: date-time
             * @description When the record last changed.
             */
            updatedAt: string;
            /**
             * Format: int32
             * @description The number in the ETag. Increases with every change.
             */
            version: number;
        };
        ExamInput: {
            /**
             * @description False for a record that is kept but no longer used, for example for new reservations.
             * @default true
             */
            active?: boolean;
            /** @description A description for patients and staff. */
            description?: string | null;
            /**
             * Format: int32
             * @description The length of a reservation, unless the booking says otherwise.
             */
            durationMinutes: number;
            /** @description The name. No two exams share one. */
            name: string;
            /** @description What the patient must do before the exam. */
            preparationInstructions?: string | null;
            /** @description For example laboratory, imaging or consultation. */
            type: string;
        };
        ExamPage: {
            /** @description The entries of this page or search. */
            data: components["schemas"]["Exam"][];
            /** @description Where the page is in the list. */
            page: {
                /**
                 * Format: int32
                 * @description The maximum number of entries.
                 */
                limit: number;
                /** @description The next `cursor`. Null on the last page. */
                nextCursor: string | null;
                /**
                 * Format: int64
                 * @description The number of entries on all pages. Only with `count=exact`.
                 */
                total?: number;
            };
        };
        ExamPatch: {
            /** @description False for a record that is kept but no longer used, for example for new reservations. */
            active?: boolean | null;
            /** @description A description for patients and staff. */
            description?: string | null;
            /**
             * Format: int32
             * @description The length of a reservation, unless the booking says otherwise.
             */
            durationMinutes?: number;
            /** @description The name. No two exams share one. */
            name?: string;
            /** @description What the patient must do before the exam. */
            preparationInstructions?: string | null;
            /** @description For example laboratory, imaging or consultation. */
            type?: string;
        };
        ExamResult: {
            /** @description The code in the code system. */
            code: {
                /** @description The code in the code system. */
                code: string | null;
                /** @description The meaning in words. */
                display: string;
                /** @description The URI of the code system, for example http://snomed.info/sct. */
                system: string | null;
            };
            /**
             * Format: date-time
             * @description When the record was created.
             */
            createdAt: string;
            /** @description Why there is no value: a code of HL7 data-absent-reason, such as not-performed, or a text. */
            dataAbsentReason: string | null;
            /** @description A FHIR dateTime, as precise as it was given: a UTC time, or a date (YYYY, YYYY-MM or YYYY-MM-DD) in the clinic's time zone. */
            effectiveAt: string;
            /**
             * Format: uuid
             * @description The exam.
             */
            examId: string | null;
            /**
             * Format: uuid
             * @description The id of the resource.
             */
            id: string;
            /** @description An HL7 ObservationInterpretation code, for example H, L or N. */
            interpretation: string | null;
            /**
             * Format: uuid
             * @description The medic.
             */
            medicId: string | null;
            /** @description Free-text remarks. */
            note: string | null;
            /**
             * Format: uuid
             * @description The patient.
             */
            patientId: string;
            /** @description The range of normal values. */
            referenceRange: {
                /**
                 * Format: double
                 * @description The highest normal value.
                 */
                high: number | null;
                /**
                 * Format: double
                 * @description The lowest normal value.
                 */
                low: number | null;
                /** @description The range in words. */
                text: string | null;
                /** @description The unit of measurement, for example mg/dL. */
                unit: string | null;
            } | null;
            /**
             * Format: uuid
             * @description The id of the result that corrects this one.
             */
            replacedById: string | null;
            /**
             * Format: uuid
             * @description The id of the result that this one corrects.
             */
            replacesId: string | null;
            /**
             * Format: uuid
             * @description The reservation.
             */
            reservationId: string | null;
            /**
             * @description The FHIR R4 observation status.
             * @enum {string}
             */
            status: "registered" | "preliminary" | "final" | "amended" | "corrected" | "cancelled" | "entered-in-error" | "unknown";
            /**
             * Format: date-time
             * @description When the record last changed.
             */
            updatedAt: string;
            /** @description The value. */
            value: {
                /**
                 * @description The measured value is beyond this limit.
                 * @enum {string|null}
                 */
                comparator: "<" | "<=" | ">=" | ">" | null;
                /** @description The unit of measurement, for example mg/dL. */
                unit: string | null;
                /**
                 * Format: double
                 * @description The value.
                 */
                value: number;
            } | {
                /** @description The code in the code system. */
                code: string | null;
                /** @description The meaning in words. */
                display: string;
                /** @description The URI of the code system, for example http://snomed.info/sct. */
                system: string | null;
            } | string | null;
            /**
             * Format: int32
             * @description The number in the ETag. Increases with every change.
             */
            version: number;
        };
        ExamResultInput: {
            /** @description The code in the code system. */
            code: components["schemas"]["Coding"];
            /** @description Why there is no value: a code of HL7 data-absent-reason, such as not-performed, or a text. */
            dataAbsentReason?: string | null;
            /** @description A FHIR dateTime: an RFC 3339 time, or a date (YYYY, YYYY-MM or YYYY-MM-DD), which is a day, month or year in the clinic's time zone. */
            effectiveAt: string;
            /**
             * Format: uuid
             * @description The exam.
             */
            examId?: string | null;
            /** @description An HL7 ObservationInterpretation code, for example H, L or N. */
            interpretation?: string | null;
            /**
             * Format: uuid
             * @description The medic.
             */
            medicId?: string | null;
            /** @description Free-text remarks. */
            note?: string | null;
            /**
             * Format: uuid
             * @description The patient.
             */
            patientId: string;
            /** @description The range of normal values. */
            referenceRange?: {
                /**
                 * Format: double
                 * @description The highest normal value.
                 */
                high?: number | null;
                /**
                 * Format: double
                 * @description The lowest normal value.
                 */
                low?: number | null;
                /** @description The range in words. */
                text?: string | null;
                /** @description The unit of measurement, for example mg/dL. */
                unit?: string | null;
            } | null;
            /**
             * Format: uuid
             * @description The id of the result that this one corrects.
             */
            replacesId?: string | null;
            /**
             * Format: uuid
             * @description The reservation.
             */
            reservationId?: string | null;
            /**
             * @description The FHIR R4 observation status.
             * @default final
             * @enum {string}
             */
            status?: "registered" | "preliminary" | "final" | "amended" | "corrected" | "cancelled" | "entered-in-error" | "unknown";
            /** @description A quantity, a code or a text. A text is kept letter for letter. */
            value?: components["schemas"]["Quantity"] | components["schemas"]["Coding"] | string | null;
        };
        ExamResultPage: {
            /** @description The entries of this page or search. */
            data: components["schemas"]["ExamResult"][];
            /** @description Where the page is in the list. */
            page: {
                /**
                 * Format: int32
                 * @description The maximum number of entries.
                 */
                limit: number;
                /** @description The next `cursor`. Null on the last page. */
                nextCursor: string | null;
                /**
                 * Format: int64
                 * @description The number of entries on all pages. Only with `count=exact`.
                 */
                total?: number;
            };
        };
        File: {
            /**
             * @description What the file contains.
             * @enum {string}
             */
            category: "medical-history" | "exam-result" | "imaging" | "identification" | "consent" | "other";
            /** @description How the category was determined. Null until the file is classified. */
            classification: {
                /**
                 * @description What the file contains.
                 * @enum {string}
                 */
                category: "medical-history" | "exam-result" | "imaging" | "identification" | "consent" | "other";
                /**
                 * Format: double
                 * @description How certain the classification is, from 0 to 1.
                 */
                confidence: number;
                /** @description Where it comes from. */
                source: string;
            } | null;
            /** @description The media type of the content. */
            contentType: string;
            /**
             * Format: date-time
             * @description When the record was created.
             */
            createdAt: string;
            /** @description The name of the file, without a folder. */
            fileName: string;
            /**
             * Format: uuid
             * @description The id of the resource.
             */
            id: string;
            /**
             * Format: uuid
             * @description The patient.
             */
            patientId: string;
            /**
             * @description The reason why the upload was rejected. Null unless the status is `rejected`.
             * @enum {string|null}
             */
            rejectionReason: "upload-expired" | "size-mismatch" | "checksum-mismatch" | "type-mismatch" | null;
            /**
             * Format: date-time
             * @description Visible to administrators only.
             */
            removedAt?: string | null;
            /** @description The SHA-256 checksum, in hexadecimal. */
            sha256: string;
            /**
             * Format: int64
             * @description The size of the content, in bytes.
             */
            sizeBytes: number;
            /**
             * @description The status.
             * @enum {string}
             */
            status: "pending" | "available" | "rejected" | "removed";
            /**
             * Format: date-time
             * @description When the record last changed.
             */
            updatedAt: string;
            /**
             * Format: date-time
             * @description The deadline of a `pending` upload. Otherwise null.
             */
            uploadExpiresAt: string | null;
            /**
             * Format: int32
             * @description The number in the ETag. Increases with every change.
             */
            version: number;
        };
        FileClassificationInput: {
            /**
             * @description What the file contains.
             * @enum {string}
             */
            category: "medical-history" | "exam-result" | "imaging" | "identification" | "consent" | "other";
            /**
             * Format: double
             * @description How certain the classification is, from 0 to 1.
             */
            confidence: number;
            /** @description Who or what classified it, for example `review` or a model name. */
            source: string;
        };
        FileDownload: {
            /** @description The media type of the content. */
            contentType: string;
            /**
             * Format: date-time
             * @description When the URL stops working.
             */
            expiresAt: string;
            /** @description The original file name, which the URL doesn't contain. */
            fileName: string;
            /** @description The SHA-256 checksum of the content, in hexadecimal. */
            sha256: string;
            /**
             * Format: int64
             * @description The size of the content, in bytes.
             */
            sizeBytes: number;
            /**
             * Format: uri
             * @description The URL of the content. Anyone who has it can use it until it expires.
             */
            url: string;
        };
        FilePage: {
            /** @description The entries of this page or search. */
            data: components["schemas"]["File"][];
            /** @description Where the page is in the list. */
            page: {
                /**
                 * Format: int32
                 * @description The maximum number of entries.
                 */
                limit: number;
                /** @description The next `cursor`. Null on the last page. */
                nextCursor: string | null;
                /**
                 * Format: int64
                 * @description The number of entries on all pages. Only with `count=exact`.
                 */
                total?: number;
            };
        };
        FileUpload: {
            /**
             * @description What the file contains.
             * @enum {string}
             */
            category: "medical-history" | "exam-result" | "imaging" | "identification" | "consent" | "other";
            /** @description How the category was determined. Null until the file is classified. */
            classification: {
                /**
                 * @description What the file contains.
                 * @enum {string}
                 */
                category: "medical-history" | "exam-result" | "imaging" | "identification" | "consent" | "other";
                /**
                 * Format: double
                 * @description How certain the classification is, from 0 to 1.
                 */
                confidence: number;
                /** @description Where it comes from. */
                source: string;
            } | null;
            /** @description The media type of the content. */
            contentType: string;
            /**
             * Format: date-time
             * @description When the record was created.
             */
            createdAt: string;
            /** @description The name of the file, without a folder. */
            fileName: string;
            /**
             * Format: uuid
             * @description The id of the resource.
             */
            id: string;
            /**
             * Format: uuid
             * @description The patient.
             */
            patientId: string;
            /**
             * @description The reason why the upload was rejected. Null unless the status is `rejected`.
             * @enum {string|null}
             */
            rejectionReason: "upload-expired" | "size-mismatch" | "checksum-mismatch" | "type-mismatch" | null;
            /**
             * Format: date-time
             * @description Visible to administrators only.
             */
            removedAt?: string | null;
            /** @description The SHA-256 checksum, in hexadecimal. */
            sha256: string;
            /**
             * Format: int64
             * @description The size of the content, in bytes.
             */
            sizeBytes: number;
            /**
             * @description The status.
             * @enum {string}
             */
            status: "pending" | "available" | "rejected" | "removed";
            /**
             * Format: date-time
             * @description When the record last changed.
             */
            updatedAt: string;
            /** @description The request that stores the content. Send it before `expiresAt`. */
            upload: {
                /**
                 * Format: date-time
                 * @description When the URL stops working.
                 */
                expiresAt: string;
                /** @description Headers to send unchanged with the upload. The body must have exactly `sizeBytes` bytes. */
                headers: {
                    [key: string]: string;
                };
                /**
                 * @description The HTTP method.
                 * @enum {string}
                 */
                method: "PUT";
                /**
                 * Format: uri
                 * @description The URL of the content. Anyone who has it can use it until it expires.
                 */
                url: string;
            };
            /**
             * Format: date-time
             * @description The deadline of a `pending` upload. Otherwise null.
             */
            uploadExpiresAt: string | null;
            /**
             * Format: int32
             * @description The number in the ETag. Increases with every change.
             */
            version: number;
        };
        FileUploadInput: {
            /**
             * @description What the file contains.
             * @default other
             * @enum {string}
             */
            category?: "medical-history" | "exam-result" | "imaging" | "identification" | "consent" | "other";
            /**
             * @description A media type that the clinic allows.
             * @example application/pdf
             */
            contentType: string;
            /** @description The name of the file, without a folder. */
            fileName: string;
            /**
             * Format: uuid
             * @description The patient that the file is about.
             */
            patientId: string;
            /** @description The SHA-256 checksum of the content, in hexadecimal. */
            sha256: string;
            /**
             * Format: int64
             * @description The size of the content, in bytes.
             */
            sizeBytes: number;
        };
        Health: {
            /**
             * @description Whether the API can query its database.
             * @enum {string}
             */
            database: "reachable" | "unreachable";
            /** @description The newest applied migration. */
            migration: string | null;
            /**
             * @description Whether the API can serve requests.
             * @enum {string}
             */
            status: "ok" | "unavailable";
            /** @description The version of the running release. */
            version: string;
        };
        Identifier: {
            /** @description The URI of the issuer's namespace. */
            system?: string | null;
            /** @description The type, for example MR (HL7 v2-0203). */
            type?: string | null;
            /**
             * @description What it is used for.
             * @enum {string|null}
             */
            use?: "usual" | "official" | "temp" | "secondary" | "old" | null;
            /** @description The identifier itself. */
            value: string;
        };
        KnowledgeDocument: {
            /**
             * Format: date-time
             * @description When the record was created.
             */
            createdAt: string;
            /** @description The embedding model that indexed the text. Null if unknown. */
            embedder: string | null;
            /**
             * Format: uuid
             * @description The id of the resource.
             */
            id: string;
            /**
             * Format: int32
             * @description The number of passages that the document was split into.
             */
            passageCount: number;
            /**
             * Format: uuid
             * @description The document's patient. Null for a general document.
             */
            patientId: string | null;
            /** @description Where it comes from. */
            source: string | null;
            /** @description A short title. */
            title: string;
            /**
             * Format: date-time
             * @description When the record last changed.
             */
            updatedAt: string;
            /**
             * Format: int32
             * @description The number in the ETag. Increases with every change.
             */
            version: number;
        };
        KnowledgeDocumentInput: {
            /**
             * Format: uuid
             * @description The document's patient. Leave it out for a general document.
             */
            patientId?: string | null;
            /** @description The source of the document, as shown in citations. */
            source?: string | null;
            /** @description Plain text or Markdown, split at headings. */
            text: string;
            /** @description A short title. */
            title: string;
        };
        KnowledgeDocumentPage: {
            /** @description The entries of this page or search. */
            data: components["schemas"]["KnowledgeDocument"][];
            /** @description Where the page is in the list. */
            page: {
                /**
                 * Format: int32
                 * @description The maximum number of entries.
                 */
                limit: number;
                /** @description The next `cursor`. Null on the last page. */
                nextCursor: string | null;
                /**
                 * Format: int64
                 * @description The number of entries on all pages. Only with `count=exact`.
                 */
                total?: number;
            };
        };
        KnowledgePassage: {
            /**
             * Format: uuid
             * @description The knowledge document that contains the passage.
             */
            documentId: string;
            /** @description The text of the passage. */
            passage: string;
            /**
             * Format: uuid
             * @description The document's patient. Null for a general document.
             */
            patientId: string | null;
            /**
             * Format: double
             * @description Compare scores only within one search.
             */
            score: number;
            /** @description Where it comes from. */
            source: string | null;
            /** @description A short title. */
            title: string;
        };
        KnowledgePassages: {
            /** @description The entries of this page or search. */
            data: components["schemas"]["KnowledgePassage"][];
            /** @description The embedding model, for example `amazon.titan-embed-text-v2:0`. */
            embedder: string;
        };
        KnowledgeSearch: {
            /**
             * Format: int32
             * @description Maximum number of passages.
             */
            limit?: number;
            /**
             * Format: uuid
             * @description Also search this patient's documents.
             */
            patientId?: string | null;
            /** @description A question or a few words. */
            query: string;
        };
        LookedUpPatient: {
            /** @description False for a record that is kept but no longer used, for example for new reservations. */
            active: boolean;
            /** @description A FHIR date, as precise as it was given: YYYY, YYYY-MM or YYYY-MM-DD. */
            birthDate: string;
            familyName: string;
            fullName: string;
            /**
             * @description The FHIR R4 administrative gender.
             * @enum {string}
             */
            gender: "male" | "female" | "other" | "unknown";
            givenName: string;
            /**
             * Format: uuid
             * @description The id of the resource.
             */
            id: string;
        };
        Medic: {
            /** @description Visible to administrators only. */
            accountSubject?: string | null;
            /** @description False for a record that is kept but no longer used, for example for new reservations. */
            active: boolean;
            /**
             * Format: date-time
             * @description When the record was created.
             */
            createdAt: string;
            /** @description The department of the clinic that the medic belongs to. */
            department: string | null;
            /** @description Not visible to patients. */
            email?: string | null;
            familyName: string;
            fullName: string;
            givenName: string;
            /**
             * Format: uuid
             * @description The id of the resource.
             */
            id: string;
            /** @description The number of the license to practice. No two medics share one. */
            licenseNumber: string;
            /** @description Not visible to patients. */
            phone?: string | null;
            /**
             * Format: date-time
             * @description Visible to administrators only.
             */
            removedAt?: string | null;
            /** @description The medic's medical specialty. */
            specialty: string | null;
            /**
             * Format: date-time
             * @description When the record last changed.
             */
            updatedAt: string;
            /**
             * Format: int32
             * @description The number in the ETag. Increases with every change.
             */
            version: number;
            /** @description Working hours in the clinic's time zone, or the clinic's hours if the medic has none. */
            workingHours: components["schemas"]["WorkingPeriod"][];
        };
        MedicalHistory: {
            /**
             * @description Allergies and intolerances.
             * @default []
             */
            allergies?: components["schemas"]["Allergy"][];
            /**
             * @description Problems and diagnoses.
             * @default []
             */
            conditions?: components["schemas"]["Condition"][];
            /**
             * @description Current, past and planned medications.
             * @default []
             */
            medications?: components["schemas"]["Medication"][];
            /**
             * @description Procedures, performed or planned.
             * @default []
             */
            procedures?: components["schemas"]["Procedure"][];
        };
        Medication: {
            /** @description The code in the code system. */
            code?: string | null;
            /** @description The meaning in words. */
            display: string;
            /** @description How to take it, in words. */
            dosage?: string | null;
            /** @description A FHIR date: YYYY, YYYY-MM or YYYY-MM-DD. */
            endDate?: string | null;
            /** @description Free-text remarks. */
            note?: string | null;
            /** @description A FHIR date: YYYY, YYYY-MM or YYYY-MM-DD. */
            startDate?: string | null;
            /**
             * @description The status.
             * @enum {string|null}
             */
            status?: "active" | "on-hold" | "cancelled" | "completed" | "entered-in-error" | "stopped" | "draft" | "unknown" | null;
            /** @description The URI of the code system, for example http://snomed.info/sct. */
            system?: string | null;
        };
        MedicInput: {
            /** @description The `sub` of the medic's account. */
            accountSubject?: string | null;
            /**
             * @description False for a record that is kept but no longer used, for example for new reservations.
             * @default true
             */
            active?: boolean;
            /** @description The department of the clinic that the medic belongs to. */
            department?: string | null;
            /**
             * Format: email
             * @description The email address. Not visible to patients.
             */
            email?: string | null;
            familyName: string;
            givenName: string;
            /** @description The number of the license to practice. No two medics share one. */
            licenseNumber: string;
            /** @description The phone number in E.164 format, such as +12025550123. */
            phone?: string | null;
            /** @description The medic's medical specialty. */
            specialty?: string | null;
            /**
             * @description Working hours in the clinic's time zone. Defaults to the clinic's hours.
             * @default []
             */
            workingHours?: components["schemas"]["WorkingPeriod"][] | null;
        };
        MedicPage: {
            /** @description The entries of this page or search. */
            data: components["schemas"]["Medic"][];
            /** @description Where the page is in the list. */
            page: {
                /**
                 * Format: int32
                 * @description The maximum number of entries.
                 */
                limit: number;
                /** @description The next `cursor`. Null on the last page. */
                nextCursor: string | null;
                /**
                 * Format: int64
                 * @description The number of entries on all pages. Only with `count=exact`.
                 */
                total?: number;
            };
        };
        MedicPatch: {
            /** @description The `sub` of the medic's account. */
            accountSubject?: string | null;
            /** @description False for a record that is kept but no longer used, for example for new reservations. */
            active?: boolean | null;
            /** @description The department of the clinic that the medic belongs to. */
            department?: string | null;
            /**
             * Format: email
             * @description The email address. Not visible to patients.
             */
            email?: string | null;
            familyName?: string;
            givenName?: string;
            /** @description The number of the license to practice. No two medics share one. */
            licenseNumber?: string;
            /** @description The phone number in E.164 format, such as +12025550123. */
            phone?: string | null;
            /** @description The medic's medical specialty. */
            specialty?: string | null;
            /** @description Working hours in the clinic's time zone. Defaults to the clinic's hours. */
            workingHours?: components["schemas"]["WorkingPeriod"][] | null;
        };
        NationalId: {
            /** @description The number as it is written. */
            number: string;
            /** @description The type of the number, for example SS, NI or PPN (HL7 v2-0203). */
            type: string;
        };
        NewPatientInvitation: {
            /** @description The code to give to the patient. No other response contains it. */
            code: string;
            /**
             * Format: date-time
             * @description When the record was created.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the code stops working: 7 days after the invitation.
             */
            expiresAt: string;
            /**
             * Format: uuid
             * @description The id of the resource.
             */
            id: string;
            /**
             * Format: uuid
             * @description The patient.
             */
            patientId: string;
            /**
             * @description Only the code of an `open` invitation works. `withdrawn`: by a user, or by a later invitation. `locked`: by five wrong tries.
             * @enum {string}
             */
            status: "open" | "used" | "expired" | "withdrawn" | "locked";
            /**
             * Format: date-time
             * @description When the record last changed.
             */
            updatedAt: string;
            /**
             * Format: int32
             * @description The number in the ETag. Increases with every change.
             */
            version: number;
        };
        OpenApiDocument: {
            /** @description The version of the OpenAPI specification. */
            openapi: string;
        } & {
            [key: string]: unknown;
        };
        OtherName: {
            familyName?: string | null;
            givenName?: string | null;
            /**
             * @description The kind of name.
             * @enum {string|null}
             */
            use?: "usual" | "official" | "temp" | "nickname" | "anonymous" | "old" | "maiden" | null;
        };
        Patient: {
            /** @description Visible to administrators only. */
            accountSubject?: string | null;
            /** @description False for a record that is kept but no longer used, for example for new reservations. */
            active: boolean;
            /** @description The postal address. */
            address: components["schemas"]["SentAddress"] | null;
            /**
             * Format: int32
             * @description Age in full years today, in the clinic's time zone. Null if the birth date is known only in part and allows two ages.
             */
            age: number | null;
            /** @description A FHIR date, as precise as it was given: YYYY, YYYY-MM or YYYY-MM-DD. */
            birthDate: string;
            /**
             * Format: date-time
             * @description When the record was created.
             */
            createdAt: string;
            /** @description The email address. Family members can share one. */
            email: string | null;
            familyName: string;
            fullName: string;
            /**
             * @description The FHIR R4 administrative gender.
             * @enum {string}
             */
            gender: "male" | "female" | "other" | "unknown";
            givenName: string;
            /**
             * Format: uuid
             * @description The id of the resource.
             */
            id: string;
            /** @description All identifiers besides the national id. */
            identifiers: {
                /** @description The URI of the code system, for example http://snomed.info/sct. */
                system: string | null;
                /** @description The type, for example MR (HL7 v2-0203). */
                type: string | null;
                /**
                 * @description What it is used for.
                 * @enum {string|null}
                 */
                use: "usual" | "official" | "temp" | "secondary" | "old" | null;
                /** @description The value. */
                value: string;
            }[];
            /** @description Not visible to staff. */
            medicalHistory?: {
                /** @description Allergies and intolerances. */
                allergies: {
                    /** @description The code in the code system. */
                    code: string | null;
                    /**
                     * @description How dangerous a reaction can be.
                     * @enum {string|null}
                     */
                    criticality: "low" | "high" | "unable-to-assess" | null;
                    /** @description The meaning in words. */
                    display: string;
                    /** @description A FHIR date, as precise as it was given: YYYY, YYYY-MM or YYYY-MM-DD. */
                    endDate: string | null;
                    /** @description Free-text remarks. */
                    note: string | null;
                    /** @description A FHIR date, as precise as it was given: YYYY, YYYY-MM or YYYY-MM-DD. */
                    onsetDate: string | null;
                    /** @description Signs and symptoms that the allergy caused. */
                    reaction: {
                        /** @description The code in the code system. */
                        code: string | null;
                        /** @description The meaning in words. */
                        display: string;
                        /**
                         * @description How severe the reaction was.
                         * @enum {string|null}
                         */
                        severity: "mild" | "moderate" | "severe" | null;
                        /** @description The URI of the code system, for example http://snomed.info/sct. */
                        system: string | null;
                    }[] | null;
                    /**
                     * @description The status.
                     * @enum {string|null}
                     */
                    status: "active" | "inactive" | "resolved" | null;
                    /** @description The URI of the code system, for example http://snomed.info/sct. */
                    system: string | null;
                    /**
                     * @description How certain the entry is.
                     * @enum {string|null}
                     */
                    verificationStatus: "unconfirmed" | "confirmed" | "refuted" | "entered-in-error" | null;
                }[];
                /** @description Problems and diagnoses. */
                conditions: {
                    /** @description The code in the code system. */
                    code: string | null;
                    /** @description The meaning in words. */
                    display: string;
                    /** @description A FHIR date, as precise as it was given: YYYY, YYYY-MM or YYYY-MM-DD. */
                    endDate: string | null;
                    /** @description Free-text remarks. */
                    note: string | null;
                    /** @description A FHIR date, as precise as it was given: YYYY, YYYY-MM or YYYY-MM-DD. */
                    onsetDate: string | null;
                    /**
                     * @description The status.
                     * @enum {string|null}
                     */
                    status: "active" | "recurrence" | "relapse" | "inactive" | "remission" | "resolved" | null;
                    /** @description The URI of the code system, for example http://snomed.info/sct. */
                    system: string | null;
                    /**
                     * @description How certain the entry is.
                     * @enum {string|null}
                     */
                    verificationStatus: "unconfirmed" | "provisional" | "differential" | "confirmed" | "refuted" | "entered-in-error" | null;
                }[];
                /** @description Current, past and planned medications. */
                medications: {
                    /** @description The code in the code system. */
                    code: string | null;
                    /** @description The meaning in words. */
                    display: string;
                    /** @description How to take it, in words. */
                    dosage: string | null;
                    /** @description A FHIR date, as precise as it was given: YYYY, YYYY-MM or YYYY-MM-DD. */
                    endDate: string | null;
                    /** @description Free-text remarks. */
                    note: string | null;
                    /** @description A FHIR date, as precise as it was given: YYYY, YYYY-MM or YYYY-MM-DD. */
                    startDate: string | null;
                    /**
                     * @description The status.
                     * @enum {string|null}
                     */
                    status: "active" | "on-hold" | "cancelled" | "completed" | "entered-in-error" | "stopped" | "draft" | "unknown" | null;
                    /** @description The URI of the code system, for example http://snomed.info/sct. */
                    system: string | null;
                }[];
                /** @description Procedures, performed or planned. */
                procedures: {
                    /** @description The code in the code system. */
                    code: string | null;
                    /** @description The meaning in words. */
                    display: string;
                    /** @description A FHIR date, as precise as it was given: YYYY, YYYY-MM or YYYY-MM-DD. */
                    endDate: string | null;
                    /** @description Free-text remarks. */
                    note: string | null;
                    /** @description A FHIR date, as precise as it was given: YYYY, YYYY-MM or YYYY-MM-DD. */
                    performedDate: string | null;
                    /**
                     * @description The status.
                     * @enum {string|null}
                     */
                    status: "preparation" | "in-progress" | "not-done" | "on-hold" | "stopped" | "completed" | "entered-in-error" | "unknown" | null;
                    /** @description The URI of the code system, for example http://snomed.info/sct. */
                    system: string | null;
                }[];
            };
            /** @description The number in a national register. No two patients share one. */
            nationalId: {
                /** @description The number as it is written. */
                number: string;
                /** @description The type, for example MR (HL7 v2-0203). */
                type: string;
            } | null;
            /** @description Former names, nicknames and other names. Search finds them too. */
            otherNames: {
                familyName: string | null;
                givenName: string | null;
                /**
                 * @description What it is used for.
                 * @enum {string|null}
                 */
                use: "usual" | "official" | "temp" | "nickname" | "anonymous" | "old" | "maiden" | null;
            }[];
            /** @description The phone number in E.164 format, such as +12025550123. */
            phone: string | null;
            /**
             * Format: date-time
             * @description Visible to administrators only.
             */
            removedAt?: string | null;
            /**
             * Format: date-time
             * @description When the record last changed.
             */
            updatedAt: string;
            /**
             * Format: int32
             * @description The number in the ETag. Increases with every change.
             */
            version: number;
        };
        PatientInput: {
            /** @description The `sub` of the patient's account. Only administrators can set it. */
            accountSubject?: string | null;
            /**
             * @description False for a record that is kept but no longer used, for example for new reservations.
             * @default true
             */
            active?: boolean;
            /** @description The postal address. */
            address?: components["schemas"]["Address"] | null;
            /** @description A FHIR date: YYYY, YYYY-MM or YYYY-MM-DD. */
            birthDate: string;
            /**
             * Format: email
             * @description The email address. Family members can share one.
             */
            email?: string | null;
            familyName: string;
            /**
             * @description The FHIR R4 administrative gender.
             * @enum {string}
             */
            gender: "male" | "female" | "other" | "unknown";
            givenName: string;
            /**
             * @description All identifiers besides the national id.
             * @default []
             */
            identifiers?: components["schemas"]["Identifier"][] | null;
            /** @description Conditions, procedures, medications and allergies. */
            medicalHistory?: components["schemas"]["MedicalHistory"] | null;
            /** @description The number in a national register. No two patients share one. */
            nationalId?: components["schemas"]["NationalId"] | null;
            /**
             * @description Former names, nicknames and the like, which the search finds too.
             * @default []
             */
            otherNames?: components["schemas"]["OtherName"][] | null;
            /** @description The phone number in E.164 format, such as +12025550123. */
            phone?: string | null;
        };
        PatientInvitation: {
            /**
             * Format: date-time
             * @description When the record was created.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the code stops working: 7 days after the invitation.
             */
            expiresAt: string;
            /**
             * Format: uuid
             * @description The id of the resource.
             */
            id: string;
            /**
             * Format: uuid
             * @description The patient.
             */
            patientId: string;
            /**
             * @description Only the code of an `open` invitation works. `withdrawn`: by a user, or by a later invitation. `locked`: by five wrong tries.
             * @enum {string}
             */
            status: "open" | "used" | "expired" | "withdrawn" | "locked";
            /**
             * Format: date-time
             * @description When the record last changed.
             */
            updatedAt: string;
            /**
             * Format: int32
             * @description The number in the ETag. Increases with every change.
             */
            version: number;
        };
        PatientInvitationPage: {
            /** @description The entries of this page or search. */
            data: components["schemas"]["PatientInvitation"][];
            /** @description Where the page is in the list. */
            page: {
                /**
                 * Format: int32
                 * @description The maximum number of entries.
                 */
                limit: number;
                /** @description The next `cursor`. Null on the last page. */
                nextCursor: string | null;
                /**
                 * Format: int64
                 * @description The number of entries on all pages. Only with `count=exact`.
                 */
                total?: number;
            };
        };
        PatientLookup: {
            /**
             * Format: date
             * @description YYYY-MM-DD. On its own, finds everyone born on that day. With other criteria, it only affects the score. A recorded date without day or month never counts as matched.
             */
            birthDate?: string | null;
            /**
             * Format: email
             * @description The complete email address.
             */
            email?: string | null;
            /**
             * Format: int32
             * @description Maximum number of patients.
             * @default 5
             */
            limit?: number;
            /** @description Given and family names or parts of them, in any order. Tolerates typos, phonetic spellings, and parts joined or split. Former names count less. */
            name?: string | null;
            /** @description The complete national id number or another identifier, whatever its type. Spaces and hyphens are ignored. */
            nationalId?: string | null;
            /** @description The phone number, such as +1 202 555 0123 or 202 555 0123. Without its country code, it must be complete to count as matched. */
            phone?: string | null;
        };
        PatientMatches: {
            /** @description The entries of this page or search. */
            data: {
                /** @description The criteria that matched. `name` matches if it is similar, `phone` also without its country code; the others must be equal. */
                matched: ("name" | "nationalId" | "email" | "phone" | "birthDate")[];
                /** @description Details that distinguish the patient from others. */
                patient: components["schemas"]["LookedUpPatient"];
                /**
                 * Format: double
                 * @description How well the patient matches all criteria; 1 is a perfect match.
                 */
                score: number;
            }[];
        };
        PatientPage: {
            /** @description The entries of this page or search. */
            data: components["schemas"]["PatientSummary"][];
            /** @description Where the page is in the list. */
            page: {
                /**
                 * Format: int32
                 * @description The maximum number of entries.
                 */
                limit: number;
                /** @description The next `cursor`. Null on the last page. */
                nextCursor: string | null;
                /**
                 * Format: int64
                 * @description The number of entries on all pages. Only with `count=exact`.
                 */
                total?: number;
            };
        };
        PatientPatch: {
            /** @description The `sub` of the patient's account. Only administrators can set it. */
            accountSubject?: string | null;
            /** @description False for a record that is kept but no longer used, for example for new reservations. */
            active?: boolean | null;
            /** @description The postal address. */
            address?: {
                city?: string | null;
                /** @description ISO 3166-1 alpha-2, or XK for Kosovo. */
                country?: string | null;
                /** @description Street, house number and apartment. */
                line?: string[] | null;
                postalCode?: string | null;
                /** @description State, province or region. */
                state?: string | null;
            } | null;
            /** @description A FHIR date: YYYY, YYYY-MM or YYYY-MM-DD. */
            birthDate?: string;
            /**
             * Format: email
             * @description The email address. Family members can share one.
             */
            email?: string | null;
            familyName?: string;
            /**
             * @description The FHIR R4 administrative gender.
             * @enum {string}
             */
            gender?: "male" | "female" | "other" | "unknown";
            givenName?: string;
            /** @description All identifiers besides the national id. */
            identifiers?: components["schemas"]["Identifier"][] | null;
            /** @description Conditions, procedures, medications and allergies. */
            medicalHistory?: {
                /** @description Allergies and intolerances. */
                allergies?: components["schemas"]["Allergy"][] | null;
                /** @description Problems and diagnoses. */
                conditions?: components["schemas"]["Condition"][] | null;
                /** @description Current, past and planned medications. */
                medications?: components["schemas"]["Medication"][] | null;
                /** @description Procedures, performed or planned. */
                procedures?: components["schemas"]["Procedure"][] | null;
            } | null;
            /** @description The number in a national register. No two patients share one. */
            nationalId?: {
                /** @description The number as it is written. */
                number?: string;
                /** @description The type of the number, for example SS, NI or PPN (HL7 v2-0203). */
                type?: string;
            } | null;
            /** @description Former names, nicknames and the like, which the search finds too. */
            otherNames?: components["schemas"]["OtherName"][] | null;
            /** @description The phone number in E.164 format, such as +12025550123. */
            phone?: string | null;
        };
        PatientSummary: {
            /** @description Visible to administrators only. */
            accountSubject?: string | null;
            /** @description False for a record that is kept but no longer used, for example for new reservations. */
            active: boolean;
            /** @description The postal address. */
            address: components["schemas"]["SentAddress"] | null;
            /**
             * Format: int32
             * @description Age in full years today, in the clinic's time zone. Null if the birth date is known only in part and allows two ages.
             */
            age: number | null;
            /** @description A FHIR date, as precise as it was given: YYYY, YYYY-MM or YYYY-MM-DD. */
            birthDate: string;
            /**
             * Format: date-time
             * @description When the record was created.
             */
            createdAt: string;
            /** @description The email address. Family members can share one. */
            email: string | null;
            familyName: string;
            fullName: string;
            /**
             * @description The FHIR R4 administrative gender.
             * @enum {string}
             */
            gender: "male" | "female" | "other" | "unknown";
            givenName: string;
            /**
             * Format: uuid
             * @description The id of the resource.
             */
            id: string;
            /** @description All identifiers besides the national id. */
            identifiers: {
                /** @description The URI of the code system, for example http://snomed.info/sct. */
                system: string | null;
                /** @description The type, for example MR (HL7 v2-0203). */
                type: string | null;
                /**
                 * @description What it is used for.
                 * @enum {string|null}
                 */
                use: "usual" | "official" | "temp" | "secondary" | "old" | null;
                /** @description The value. */
                value: string;
            }[];
            /** @description The number in a national register. No two patients share one. */
            nationalId: {
                /** @description The number as it is written. */
                number: string;
                /** @description The type, for example MR (HL7 v2-0203). */
                type: string;
            } | null;
            /** @description Former names, nicknames and other names. Search finds them too. */
            otherNames: {
                familyName: string | null;
                givenName: string | null;
                /**
                 * @description What it is used for.
                 * @enum {string|null}
                 */
                use: "usual" | "official" | "temp" | "nickname" | "anonymous" | "old" | "maiden" | null;
            }[];
            /** @description The phone number in E.164 format, such as +12025550123. */
            phone: string | null;
            /**
             * Format: date-time
             * @description Visible to administrators only.
             */
            removedAt?: string | null;
            /**
             * Format: date-time
             * @description When the record last changed.
             */
            updatedAt: string;
            /**
             * Format: int32
             * @description The number in the ETag. Increases with every change.
             */
            version: number;
        };
        Problem: {
            /** @description What is wrong with this request. */
            detail: string;
            /** @description The parts of the request that are invalid, if the problem concerns parts. */
            errors?: {
                /** @description The rule that the part breaks. */
                detail: string;
                /**
                 * @description A JSON Pointer into the body, or `query/…`, `path/…`, `header/…`.
                 * @example /birthDate
                 */
                pointer: string;
            }[];
            /** @description The path of the request. */
            instance: string;
            /** @description The `X-Request-Id` of the request, which finds it in the logs. */
            requestId: string;
            /**
             * Format: int32
             * @description The status code of the response.
             */
            status: number;
            /** @description The kind of problem in words. */
            title: string;
            /**
             * @description The path of the page that explains this kind of problem.
             * @enum {string}
             */
            type: "/problems/malformed-request" | "/problems/unauthenticated" | "/problems/forbidden" | "/problems/not-found" | "/problems/method-not-allowed" | "/problems/conflict" | "/problems/slot-taken" | "/problems/in-use" | "/problems/illegal-transition" | "/problems/precondition-failed" | "/problems/payload-too-large" | "/problems/uri-too-long" | "/problems/unsupported-media-type" | "/problems/validation-failed" | "/problems/idempotency-key-reused" | "/problems/too-many-requests" | "/problems/header-fields-too-large" | "/problems/internal" | "/problems/unavailable";
        };
        ProblemKind: {
            /** @description When this problem occurs, and what to do about it. */
            meaning: string;
            /**
             * Format: int32
             * @description The status code of the response.
             */
            status: number;
            /** @description The kind of problem in words. */
            title: string;
            /**
             * @description The `type` of the problem documents of this kind.
             * @enum {string}
             */
            type: "/problems/malformed-request" | "/problems/unauthenticated" | "/problems/forbidden" | "/problems/not-found" | "/problems/method-not-allowed" | "/problems/conflict" | "/problems/slot-taken" | "/problems/in-use" | "/problems/illegal-transition" | "/problems/precondition-failed" | "/problems/payload-too-large" | "/problems/uri-too-long" | "/problems/unsupported-media-type" | "/problems/validation-failed" | "/problems/idempotency-key-reused" | "/problems/too-many-requests" | "/problems/header-fields-too-large" | "/problems/internal" | "/problems/unavailable";
        };
        Procedure: {
            /** @description The code in the code system. */
            code?: string | null;
            /** @description The meaning in words. */
            display: string;
            /** @description A FHIR date: YYYY, YYYY-MM or YYYY-MM-DD. */
            endDate?: string | null;
            /** @description Free-text remarks. */
            note?: string | null;
            /** @description A FHIR date: YYYY, YYYY-MM or YYYY-MM-DD. */
            performedDate?: string | null;
            /**
             * @description The status.
             * @enum {string|null}
             */
            status?: "preparation" | "in-progress" | "not-done" | "on-hold" | "stopped" | "completed" | "entered-in-error" | "unknown" | null;
            /** @description The URI of the code system, for example http://snomed.info/sct. */
            system?: string | null;
        };
        Quantity: {
            /**
             * @description The measured value is beyond this limit.
             * @enum {string|null}
             */
            comparator?: "<" | "<=" | ">=" | ">" | null;
            /** @description The unit of measurement, for example mg/dL. */
            unit?: string | null;
            /**
             * Format: double
             * @description The number.
             */
            value: number;
        };
        RecordAccess: {
            /** @description For example `patients.read`. */
            action: string;
            /** @description The caller. The subject and role are null for an unauthenticated caller. */
            actor: {
                /** @description The medic's name, if the actor is a known medic. */
                name: string | null;
                /** @description The role of the account or author. */
                role: string | null;
                /** @description The account's `sub`, or the ARN of an IAM principal. */
                subject: string | null;
            };
            /**
             * Format: uuid
             * @description The id of the resource.
             */
            id: string;
            /**
             * Format: date-time
             * @description When the request was made.
             */
            occurredAt: string;
        };
        RecordAccessPage: {
            /** @description The entries of this page or search. */
            data: components["schemas"]["RecordAccess"][];
            /** @description Where the page is in the list. */
            page: {
                /**
                 * Format: int32
                 * @description The maximum number of entries.
                 */
                limit: number;
                /** @description The next `cursor`. Null on the last page. */
                nextCursor: string | null;
                /**
                 * Format: int64
                 * @description The number of entries on all pages. Only with `count=exact`.
                 */
                total?: number;
            };
        };
        Reservation: {
            /** @description Why the reservation was cancelled. Only for cancelled reservations. */
            cancellationReason: string | null;
            /**
             * Format: date-time
             * @description When the record was created.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description The end of the reservation or slot (exclusive).
             */
            endsAt: string;
            /**
             * Format: uuid
             * @description The exam.
             */
            examId: string;
            /** @description The name of the exam. */
            examName: string;
            /**
             * Format: uuid
             * @description The id of the resource.
             */
            id: string;
            /**
             * Format: uuid
             * @description The medic.
             */
            medicId: string;
            /** @description The full name of the medic. */
            medicName: string;
            /** @description Administrative remarks. Everyone who can see the reservation can read them. */
            notes: string | null;
            /**
             * Format: uuid
             * @description The patient.
             */
            patientId: string;
            /** @description The full name of the patient. */
            patientName: string;
            /** @description Why the patient comes. Not visible to staff and services. */
            reason?: string | null;
            /**
             * Format: date-time
             * @description The start of the reservation or slot.
             */
            startsAt: string;
            /**
             * @description The status.
             * @enum {string}
             */
            status: "scheduled" | "confirmed" | "cancelled" | "no_show" | "completed";
            /**
             * Format: date-time
             * @description When the record last changed.
             */
            updatedAt: string;
            /**
             * Format: int32
             * @description The number in the ETag. Increases with every change.
             */
            version: number;
        };
        ReservationInput: {
            /**
             * Format: date-time
             * @description Defaults to `startsAt` plus the exam's duration.
             */
            endsAt?: string | null;
            /**
             * Format: uuid
             * @description The exam.
             */
            examId: string;
            /**
             * Format: uuid
             * @description The medic.
             */
            medicId: string;
            /** @description Administrative. Everyone who can see the reservation can read it. */
            notes?: string | null;
            /**
             * Format: uuid
             * @description The patient.
             */
            patientId: string;
            /** @description Why the patient comes, in clinical terms. Only medics can set it. */
            reason?: string | null;
            /**
             * Format: date-time
             * @description The start of the reservation or slot.
             */
            startsAt: string;
        };
        ReservationPage: {
            /** @description The entries of this page or search. */
            data: components["schemas"]["Reservation"][];
            /** @description Where the page is in the list. */
            page: {
                /**
                 * Format: int32
                 * @description The maximum number of entries.
                 */
                limit: number;
                /** @description The next `cursor`. Null on the last page. */
                nextCursor: string | null;
                /**
                 * Format: int64
                 * @description The number of entries on all pages. Only with `count=exact`.
                 */
                total?: number;
            };
        };
        ReservationPatch: {
            /** @description Why the reservation was cancelled. Only for cancelled reservations. */
            cancellationReason?: string | null;
            /**
             * Format: date-time
             * @description Defaults to `startsAt` plus the exam's duration.
             */
            endsAt?: string | null;
            /**
             * Format: uuid
             * @description The exam.
             */
            examId?: string;
            /**
             * Format: uuid
             * @description The medic.
             */
            medicId?: string;
            /** @description Administrative. Everyone who can see the reservation can read it. */
            notes?: string | null;
            /**
             * Format: uuid
             * @description The patient.
             */
            patientId?: string;
            /** @description Why the patient comes, in clinical terms. Only medics can set it. */
            reason?: string | null;
            /**
             * Format: date-time
             * @description The start of the reservation or slot.
             */
            startsAt?: string;
            /**
             * @description The status.
             * @enum {string}
             */
            status?: "scheduled" | "confirmed" | "cancelled" | "no_show" | "completed";
        };
        SentAddress: {
            city: string | null;
            /** @description ISO 3166-1 alpha-2, or XK for Kosovo. */
            country: string | null;
            /** @description Street, house number and apartment. */
            line: string[];
            postalCode: string | null;
            /** @description State, province or region. */
            state: string | null;
        };
        Specialties: {
            /** @description The entries of this page or search. */
            data: {
                /**
                 * Format: int32
                 * @description Active medics.
                 */
                medicCount: number;
                /** @description The medic's medical specialty. */
                specialty: string;
            }[];
        };
        WorkingPeriod: {
            /** @description The start, in the time zone of the clinic. */
            from: string;
            /** @description The end, in the time zone of the clinic. `24:00` is the end of the day. */
            to: string;
            /**
             * Format: int32
             * @description 1 (Monday) to 7 (Sunday).
             */
            weekday: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: {
        /**
         * @description The accesses to patient data that your account has left (`r`), and the seconds until the oldest counted one no longer counts (`t`). Absent if there is no limit.
         * @example "patient-data";r=598;t=41
         */
        RateLimit: string;
        /**
         * @description The limit: `q` accesses to patient data in `w` seconds.
         * @example "patient-data";q=600;w=60
         */
        "RateLimit-Policy": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getProblemKind: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The last part of the `type` of a problem document.
                 * @example slot-taken
                 */
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The kind of problem. */
            200: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "/problems/slot-taken",
                     *       "status": 409,
                     *       "title": "Slot already taken",
                     *       "meaning": "The medic or the patient already has a reservation at that time."
                     *     }
                     */
                    "application/json": components["schemas"]["ProblemKind"];
                    "text/html": string;
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listKnowledgeDocuments: {
        parameters: {
            query?: {
                /**
                 * @description Set to `exact` to add `page.total`.
                 * @example exact
                 */
                count?: "exact";
                /**
                 * @description The `nextCursor` of the previous page. Use the same filters and sort.
                 * @example eyJ2IjoxLCJrIjoiWyIyMDI2LTAzLTAxIl0ifQ.4mJd0Q2x8Y7c
                 */
                cursor?: string;
                /**
                 * @description Maximum number of entries per page.
                 * @example 25
                 */
                limit?: number;
                /**
                 * @description Records of this patient.
                 * @example [
                 *       "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10"
                 *     ]
                 */
                patientId?: string[];
                /**
                 * @description Words in the title, in any order. Ignores case and accents.
                 * @example blood test
                 */
                search?: string;
                /**
                 * @description The order of the entries. A minus reverses it.
                 * @example -createdAt
                 */
                sort?: "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt";
                /**
                 * @description Only resources that changed at or after this time. `updatedAt` is when the change began, and loading records can take 15 minutes, so start the next search 15 minutes before the previous one. Removed resources are left out.
                 * @example 2026-02-20T16:05:52.904Z
                 */
                updatedSince?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of documents. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "d92a7e4f-3b1c-4685-b0f7-6e8c5a1d9324",
                     *           "createdAt": "2026-01-12T09:41:07.318Z",
                     *           "updatedAt": "2026-02-20T16:05:52.904Z",
                     *           "version": 3,
                     *           "title": "Preparing for a blood test",
                     *           "patientId": null,
                     *           "source": "Patient handbook, 2026 edition",
                     *           "passageCount": 4,
                     *           "embedder": "amazon.titan-embed-text-v2:0"
                     *         }
                     *       ],
                     *       "page": {
                     *         "limit": 25,
                     *         "nextCursor": null,
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["KnowledgeDocumentPage"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addKnowledgeDocument: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes retries safe: for 24 hours, the same key and request return the first response again. If you can no longer read the resource, a retry returns what a read returns.
                 * @example 2f9c1d7e-booking-0417
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "title": "Preparing for a blood test",
                 *       "text": "# Fasting\n\nEat and drink nothing but water for 8 hours before a fasting blood test.",
                 *       "source": "Patient handbook, 2026 edition"
                 *     }
                 */
                "application/json": components["schemas"]["KnowledgeDocumentInput"];
            };
        };
        responses: {
            /** @description The new document. */
            201: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description The path of the new resource. */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "d92a7e4f-3b1c-4685-b0f7-6e8c5a1d9324",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 3,
                     *       "title": "Preparing for a blood test",
                     *       "patientId": null,
                     *       "source": "Patient handbook, 2026 edition",
                     *       "passageCount": 4,
                     *       "embedder": "amazon.titan-embed-text-v2:0"
                     *     }
                     */
                    "application/json": components["schemas"]["KnowledgeDocument"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request conflicts with stored data, or another request with the same Idempotency-Key is still running. */
            409: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds to wait while the first request with this key is running. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload-too-large`: The request body is too large. */
            413: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The request body has a media type or encoding that this operation doesn't support. */
            415: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule.
             *
             *     `idempotency-key-reused`: This Idempotency-Key was already used for a different request. Use a new key for each new request.
             */
            422: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getKnowledgeDocument: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Return 304 if the resource still has this ETag.
                 * @example "3"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the resource.
                 * @example d92a7e4f-3b1c-4685-b0f7-6e8c5a1d9324
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "d92a7e4f-3b1c-4685-b0f7-6e8c5a1d9324",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 3,
                     *       "title": "Preparing for a blood test",
                     *       "patientId": null,
                     *       "source": "Patient handbook, 2026 edition",
                     *       "passageCount": 4,
                     *       "embedder": "amazon.titan-embed-text-v2:0"
                     *     }
                     */
                    "application/json": components["schemas"]["KnowledgeDocument"];
                };
            };
            /** @description Not modified: the version in `If-None-Match` is current. */
            304: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeKnowledgeDocument: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Return 412 unless the resource still has this ETag.
                 * @example "3"
                 */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the resource.
                 * @example d92a7e4f-3b1c-4685-b0f7-6e8c5a1d9324
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document was removed. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition-failed`: The resource has changed since the version in `If-Match`. Read it again, then retry the change. */
            412: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchKnowledge: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description For 24 hours, the same key works for the same request only. This operation changes nothing, so a retry runs it again.
                 * @example 2f9c1d7e-booking-0417
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "query": "How long must a patient fast before a blood test?",
                 *       "patientId": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                 *       "limit": 5
                 *     }
                 */
                "application/json": components["schemas"]["KnowledgeSearch"];
            };
        };
        responses: {
            /** @description The matching passages, best first. */
            200: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "documentId": "d92a7e4f-3b1c-4685-b0f7-6e8c5a1d9324",
                     *           "title": "Preparing for a blood test",
                     *           "passage": "Eat and drink nothing but water for 8 hours before a fasting blood test. Take your medicines as usual.",
                     *           "patientId": null,
                     *           "source": "Patient handbook, 2026 edition",
                     *           "score": 0.82
                     *         }
                     *       ],
                     *       "embedder": "amazon.titan-embed-text-v2:0"
                     *     }
                     */
                    "application/json": components["schemas"]["KnowledgePassages"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request conflicts with stored data, or another request with the same Idempotency-Key is still running. */
            409: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds to wait while the first request with this key is running. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload-too-large`: The request body is too large. */
            413: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The request body has a media type or encoding that this operation doesn't support. */
            415: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule.
             *
             *     `idempotency-key-reused`: This Idempotency-Key was already used for a different request. Use a new key for each new request.
             */
            422: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAssistantSessions: {
        parameters: {
            query?: {
                /**
                 * @description Set to `exact` to add `page.total`.
                 * @example exact
                 */
                count?: "exact";
                /**
                 * @description The `nextCursor` of the previous page. Use the same filters and sort.
                 * @example eyJ2IjoxLCJrIjoiWyIyMDI2LTAzLTAxIl0ifQ.4mJd0Q2x8Y7c
                 */
                cursor?: string;
                /**
                 * @description Maximum number of entries per page.
                 * @example 25
                 */
                limit?: number;
                /**
                 * @description Records of this patient.
                 * @example [
                 *       "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10"
                 *     ]
                 */
                patientId?: string[];
                /**
                 * @description The order of the entries. A minus reverses it.
                 * @example -createdAt
                 */
                sort?: "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt";
                /**
                 * @description Only resources that changed at or after this time. `updatedAt` is when the change began, and loading records can take 15 minutes, so start the next search 15 minutes before the previous one. Removed resources are left out.
                 * @example 2026-02-20T16:05:52.904Z
                 */
                updatedSince?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of sessions. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "7b0e5d9c-f182-4a63-9c7d-4f2a8e6b1d05",
                     *           "createdAt": "2026-01-12T09:41:07.318Z",
                     *           "updatedAt": "2026-02-20T16:05:52.904Z",
                     *           "version": 3,
                     *           "patientId": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *           "title": "Before the visit on Tuesday"
                     *         }
                     *       ],
                     *       "page": {
                     *         "limit": 25,
                     *         "nextCursor": null,
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AssistantSessionPage"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openAssistantSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes retries safe: for 24 hours, the same key and request return the first response again. If you can no longer read the resource, a retry returns what a read returns.
                 * @example 2f9c1d7e-booking-0417
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "patientId": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                 *       "title": "Before the visit on Tuesday"
                 *     }
                 */
                "application/json": components["schemas"]["AssistantSessionInput"];
            };
        };
        responses: {
            /** @description The new session. */
            201: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description The path of the new resource. */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "7b0e5d9c-f182-4a63-9c7d-4f2a8e6b1d05",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 3,
                     *       "patientId": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *       "title": "Before the visit on Tuesday"
                     *     }
                     */
                    "application/json": components["schemas"]["AssistantSession"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request conflicts with stored data, or another request with the same Idempotency-Key is still running. */
            409: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds to wait while the first request with this key is running. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload-too-large`: The request body is too large. */
            413: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The request body has a media type or encoding that this operation doesn't support. */
            415: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule.
             *
             *     `idempotency-key-reused`: This Idempotency-Key was already used for a different request. Use a new key for each new request.
             */
            422: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAssistantSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Return 304 if the resource still has this ETag.
                 * @example "3"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the resource.
                 * @example 7b0e5d9c-f182-4a63-9c7d-4f2a8e6b1d05
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session. */
            200: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "7b0e5d9c-f182-4a63-9c7d-4f2a8e6b1d05",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 3,
                     *       "patientId": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *       "title": "Before the visit on Tuesday"
                     *     }
                     */
                    "application/json": components["schemas"]["AssistantSession"];
                };
            };
            /** @description Not modified: the version in `If-None-Match` is current. */
            304: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    closeAssistantSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Return 412 unless the resource still has this ETag.
                 * @example "3"
                 */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the resource.
                 * @example 7b0e5d9c-f182-4a63-9c7d-4f2a8e6b1d05
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session was closed. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition-failed`: The resource has changed since the version in `If-Match`. Read it again, then retry the change. */
            412: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAssistantMessages: {
        parameters: {
            query?: {
                /**
                 * @description Set to `exact` to add `page.total`.
                 * @example exact
                 */
                count?: "exact";
                /**
                 * @description The `nextCursor` of the previous page. Use the same filters and sort.
                 * @example eyJ2IjoxLCJrIjoiWyIyMDI2LTAzLTAxIl0ifQ.4mJd0Q2x8Y7c
                 */
                cursor?: string;
                /**
                 * @description Maximum number of entries per page.
                 * @example 25
                 */
                limit?: number;
                /**
                 * @description The order of the entries. A minus reverses it.
                 * @example createdAt
                 */
                sort?: "createdAt" | "-createdAt";
            };
            header?: never;
            path: {
                /**
                 * @description The id of the resource.
                 * @example 7b0e5d9c-f182-4a63-9c7d-4f2a8e6b1d05
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of messages. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "a5d7c1e8-0f4b-4293-8e6d-7c9b2f1a3d60",
                     *           "createdAt": "2026-03-01T14:12:00.000Z",
                     *           "role": "assistant",
                     *           "content": "Eat and drink nothing but water for 8 hours before the test [1].",
                     *           "citations": [
                     *             {
                     *               "number": 1,
                     *               "documentId": "d92a7e4f-3b1c-4685-b0f7-6e8c5a1d9324",
                     *               "title": "Preparing for a blood test",
                     *               "passage": "Eat and drink nothing but water for 8 hours before a fasting blood test. Take your medicines as usual.",
                     *               "patientId": null,
                     *               "source": "Patient handbook, 2026 edition"
                     *             }
                     *           ],
                     *           "toolCalls": [
                     *             {
                     *               "id": "0c8f3a6d-b215-4e7c-9d40-5a1e7f8b2c96",
                     *               "name": "searchKnowledge",
                     *               "outcome": "done",
                     *               "problem": null,
                     *               "proposal": null,
                     *               "reservationId": null
                     *             }
                     *           ],
                     *           "usage": {
                     *             "model": "us.anthropic.claude-sonnet-4-20250514-v1:0",
                     *             "embedder": "amazon.titan-embed-text-v2:0",
                     *             "stopReason": "answered",
                     *             "turns": 2,
                     *             "inputTokens": 2143,
                     *             "outputTokens": 118,
                     *             "durationMilliseconds": 3270
                     *           }
                     *         }
                     *       ],
                     *       "page": {
                     *         "limit": 25,
                     *         "nextCursor": null,
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AssistantMessagePage"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    askAssistant: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes retries safe: for 24 hours, the same key and request return the first response again. If you can no longer read the resource, a retry returns what a read returns.
                 * @example 2f9c1d7e-booking-0417
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The id of the resource.
                 * @example 7b0e5d9c-f182-4a63-9c7d-4f2a8e6b1d05
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "content": "What must the patient do before the blood test?"
                 *     }
                 */
                "application/json": components["schemas"]["AssistantMessageInput"];
            };
        };
        responses: {
            /** @description The assistant's answer. */
            201: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": {
                     *         "id": "a5d7c1e8-0f4b-4293-8e6d-7c9b2f1a3d60",
                     *         "createdAt": "2026-03-01T14:12:00.000Z",
                     *         "role": "assistant",
                     *         "content": "Eat and drink nothing but water for 8 hours before the test [1]."
                     *       },
                     *       "citations": [
                     *         {
                     *           "number": 1,
                     *           "documentId": "d92a7e4f-3b1c-4685-b0f7-6e8c5a1d9324",
                     *           "title": "Preparing for a blood test",
                     *           "passage": "Eat and drink nothing but water for 8 hours before a fasting blood test. Take your medicines as usual.",
                     *           "patientId": null,
                     *           "source": "Patient handbook, 2026 edition"
                     *         }
                     *       ],
                     *       "toolCalls": [
                     *         {
                     *           "id": "0c8f3a6d-b215-4e7c-9d40-5a1e7f8b2c96",
                     *           "name": "searchKnowledge",
                     *           "outcome": "done",
                     *           "problem": null,
                     *           "proposal": null,
                     *           "reservationId": null
                     *         }
                     *       ],
                     *       "patient": {
                     *         "id": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *         "fullName": "Ana Lucía Gómez Herrera"
                     *       },
                     *       "usage": {
                     *         "model": "us.anthropic.claude-sonnet-4-20250514-v1:0",
                     *         "embedder": "amazon.titan-embed-text-v2:0",
                     *         "stopReason": "answered",
                     *         "turns": 2,
                     *         "inputTokens": 2143,
                     *         "outputTokens": 118,
                     *         "durationMilliseconds": 3270
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AssistantReply"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request conflicts with stored data, or another request with the same Idempotency-Key is still running. */
            409: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds to wait while the first request with this key is running. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload-too-large`: The request body is too large. */
            413: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The request body has a media type or encoding that this operation doesn't support. */
            415: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule.
             *
             *     `idempotency-key-reused`: This Idempotency-Key was already used for a different request. Use a new key for each new request.
             */
            422: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAuditEvents: {
        parameters: {
            query?: {
                /**
                 * @description For example `patients.read`.
                 * @example patients.read
                 */
                action?: string;
                /**
                 * @description The account's `sub`, or the ARN of an IAM principal.
                 * @example 8d1f0c6e-3b7a-4e29-95d4-a6c2f7b80e13
                 */
                actor?: string;
                /**
                 * @description Set to `exact` to add `page.total`.
                 * @example exact
                 */
                count?: "exact";
                /**
                 * @description The `nextCursor` of the previous page. Use the same filters and sort.
                 * @example eyJ2IjoxLCJrIjoiWyIyMDI2LTAzLTAxIl0ifQ.4mJd0Q2x8Y7c
                 */
                cursor?: string;
                /**
                 * @description Events at or after this time.
                 * @example 2025-03-02T00:00:00.000Z
                 */
                from?: string;
                /**
                 * @description Maximum number of entries per page.
                 * @example 25
                 */
                limit?: number;
                /**
                 * @description Events that concern one of these patients.
                 * @example [
                 *       "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10"
                 *     ]
                 */
                patientId?: string[];
                /**
                 * @description Events before this time.
                 * @example 2026-07-01T00:00:00.000Z
                 */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of audit events. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "4e8c0b7d-52a1-4f96-b3d8-1c7e9f0a6b25",
                     *           "occurredAt": "2026-03-01T14:12:00.000Z",
                     *           "requestId": "9d2f6b1c-40e7-4a58-8c3d-b5e71f0a6294",
                     *           "actor": {
                     *             "subject": "8d1f0c6e-3b7a-4e29-95d4-a6c2f7b80e13",
                     *             "role": "medic"
                     *           },
                     *           "action": "patients.read",
                     *           "resourceType": "Patient",
                     *           "resourceId": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *           "patientIds": [
                     *             "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10"
                     *           ],
                     *           "outcome": "success",
                     *           "status": 200
                     *         }
                     *       ],
                     *       "page": {
                     *         "limit": 25,
                     *         "nextCursor": null,
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AuditEventPage"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listExamResults: {
        parameters: {
            query?: {
                /**
                 * @description Results with this code.
                 * @example 718-7
                 */
                code?: string;
                /**
                 * @description Set to `exact` to add `page.total`.
                 * @example exact
                 */
                count?: "exact";
                /**
                 * @description The `nextCursor` of the previous page. Use the same filters and sort.
                 * @example eyJ2IjoxLCJrIjoiWyIyMDI2LTAzLTAxIl0ifQ.4mJd0Q2x8Y7c
                 */
                cursor?: string;
                /**
                 * @description Effective at or after this time, or on a date that has not ended by then.
                 * @example 2025-03-02T00:00:00.000Z
                 */
                from?: string;
                /**
                 * @description Set to true to include results that were corrected.
                 * @example false
                 */
                includeReplaced?: boolean;
                /**
                 * @description Maximum number of entries per page.
                 * @example 25
                 */
                limit?: number;
                /**
                 * @description Required unless the caller is an administrator.
                 * @example [
                 *       "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10"
                 *     ]
                 */
                patientId?: string[];
                /**
                 * @description The order of the entries. A minus reverses it.
                 * @example -effectiveAt
                 */
                sort?: "effectiveAt" | "-effectiveAt" | "updatedAt" | "-updatedAt";
                /**
                 * @description Records with this status.
                 * @example [
                 *       "final"
                 *     ]
                 */
                status?: ("registered" | "preliminary" | "final" | "amended" | "corrected" | "cancelled" | "entered-in-error" | "unknown")[];
                /**
                 * @description Effective before this time, or on a date that begins before it.
                 * @example 2026-07-01T00:00:00.000Z
                 */
                to?: string;
                /**
                 * @description Only resources that changed at or after this time. `updatedAt` is when the change began, and loading records can take 15 minutes, so start the next search 15 minutes before the previous one. Removed resources are left out.
                 * @example 2026-02-20T16:05:52.904Z
                 */
                updatedSince?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of exam results. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "c4e1f7a2-68d3-4950-b7e8-0a9d5c3b6f12",
                     *           "createdAt": "2026-01-12T09:41:07.318Z",
                     *           "updatedAt": "2026-02-20T16:05:52.904Z",
                     *           "version": 3,
                     *           "patientId": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *           "examId": "e7a4c1d9-5b62-4f08-93be-2d6f8a0c7514",
                     *           "reservationId": null,
                     *           "medicId": "b3d8f0e4-7a21-4c36-8f5d-91e6c2a47d03",
                     *           "code": {
                     *             "system": "http://loinc.org",
                     *             "code": "718-7",
                     *             "display": "Hemoglobin [Mass/volume] in Blood"
                     *           },
                     *           "effectiveAt": "2026-03-01T14:12:00.000Z",
                     *           "value": {
                     *             "value": 11.2,
                     *             "unit": "g/dL",
                     *             "comparator": null
                     *           },
                     *           "dataAbsentReason": null,
                     *           "referenceRange": {
                     *             "low": 12,
                     *             "high": 15.5,
                     *             "unit": "g/dL",
                     *             "text": null
                     *           },
                     *           "interpretation": "L",
                     *           "note": null,
                     *           "status": "final",
                     *           "replacesId": null,
                     *           "replacedById": null
                     *         }
                     *       ],
                     *       "page": {
                     *         "limit": 25,
                     *         "nextCursor": null,
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ExamResultPage"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createExamResult: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes retries safe: for 24 hours, the same key and request return the first response again. If you can no longer read the resource, a retry returns what a read returns.
                 * @example 2f9c1d7e-booking-0417
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExamResultInput"];
            };
        };
        responses: {
            /** @description The new exam result. */
            201: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description The path of the new resource. */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "c4e1f7a2-68d3-4950-b7e8-0a9d5c3b6f12",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 3,
                     *       "patientId": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *       "examId": "e7a4c1d9-5b62-4f08-93be-2d6f8a0c7514",
                     *       "reservationId": null,
                     *       "medicId": "b3d8f0e4-7a21-4c36-8f5d-91e6c2a47d03",
                     *       "code": {
                     *         "system": "http://loinc.org",
                     *         "code": "718-7",
                     *         "display": "Hemoglobin [Mass/volume] in Blood"
                     *       },
                     *       "effectiveAt": "2026-03-01T14:12:00.000Z",
                     *       "value": {
                     *         "value": 11.2,
                     *         "unit": "g/dL",
                     *         "comparator": null
                     *       },
                     *       "dataAbsentReason": null,
                     *       "referenceRange": {
                     *         "low": 12,
                     *         "high": 15.5,
                     *         "unit": "g/dL",
                     *         "text": null
                     *       },
                     *       "interpretation": "L",
                     *       "note": null,
                     *       "status": "final",
                     *       "replacesId": null,
                     *       "replacedById": null
                     *     }
                     */
                    "application/json": components["schemas"]["ExamResult"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request conflicts with stored data, or another request with the same Idempotency-Key is still running. */
            409: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds to wait while the first request with this key is running. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload-too-large`: The request body is too large. */
            413: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The request body has a media type or encoding that this operation doesn't support. */
            415: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule.
             *
             *     `idempotency-key-reused`: This Idempotency-Key was already used for a different request. Use a new key for each new request.
             */
            422: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExamResult: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Return 304 if the resource still has this ETag.
                 * @example "3"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the resource.
                 * @example c4e1f7a2-68d3-4950-b7e8-0a9d5c3b6f12
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The exam result. */
            200: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "c4e1f7a2-68d3-4950-b7e8-0a9d5c3b6f12",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 3,
                     *       "patientId": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *       "examId": "e7a4c1d9-5b62-4f08-93be-2d6f8a0c7514",
                     *       "reservationId": null,
                     *       "medicId": "b3d8f0e4-7a21-4c36-8f5d-91e6c2a47d03",
                     *       "code": {
                     *         "system": "http://loinc.org",
                     *         "code": "718-7",
                     *         "display": "Hemoglobin [Mass/volume] in Blood"
                     *       },
                     *       "effectiveAt": "2026-03-01T14:12:00.000Z",
                     *       "value": {
                     *         "value": 11.2,
                     *         "unit": "g/dL",
                     *         "comparator": null
                     *       },
                     *       "dataAbsentReason": null,
                     *       "referenceRange": {
                     *         "low": 12,
                     *         "high": 15.5,
                     *         "unit": "g/dL",
                     *         "text": null
                     *       },
                     *       "interpretation": "L",
                     *       "note": null,
                     *       "status": "final",
                     *       "replacesId": null,
                     *       "replacedById": null
                     *     }
                     */
                    "application/json": components["schemas"]["ExamResult"];
                };
            };
            /** @description Not modified: the version in `If-None-Match` is current. */
            304: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listExams: {
        parameters: {
            query?: {
                /**
                 * @description Records that are, or are not, in use.
                 * @example true
                 */
                active?: boolean;
                /**
                 * @description Set to `exact` to add `page.total`.
                 * @example exact
                 */
                count?: "exact";
                /**
                 * @description The `nextCursor` of the previous page. Use the same filters and sort.
                 * @example eyJ2IjoxLCJrIjoiWyIyMDI2LTAzLTAxIl0ifQ.4mJd0Q2x8Y7c
                 */
                cursor?: string;
                /**
                 * @description Maximum number of entries per page.
                 * @example 25
                 */
                limit?: number;
                /**
                 * @description Words in the name, in any order. Ignores case and accents.
                 * @example blood
                 */
                search?: string;
                /**
                 * @description The order of the entries. A minus reverses it.
                 * @example name
                 */
                sort?: "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt";
                /**
                 * @description Exams of this type, in the same spelling.
                 * @example laboratory
                 */
                type?: string;
                /**
                 * @description Only resources that changed at or after this time. `updatedAt` is when the change began, and loading records can take 15 minutes, so start the next search 15 minutes before the previous one. Removed resources are left out.
                 * @example 2026-02-20T16:05:52.904Z
                 */
                updatedSince?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of exams. */
            200: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "e7a4c1d9-5b62-4f08-93be-2d6f8a0c7514",
                     *           "createdAt": "2026-01-12T09:41:07.318Z",
                     *           "updatedAt": "2026-02-20T16:05:52.904Z",
                     *           "version": 3,
                     *           "name": "Complete blood count",
                     *           "type": "laboratory",
                     *           "description": "Counts the cells in a blood sample.",
                     *           "durationMinutes": 30,
                     *           "preparationInstructions": null,
                     *           "active": true
                     *         }
                     *       ],
                     *       "page": {
                     *         "limit": 25,
                     *         "nextCursor": null,
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ExamPage"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createExam: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes retries safe: for 24 hours, the same key and request return the first response again. If you can no longer read the resource, a retry returns what a read returns.
                 * @example 2f9c1d7e-booking-0417
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Fasting lipid panel",
                 *       "type": "laboratory",
                 *       "description": "Cholesterol and triglycerides in a blood sample.",
                 *       "durationMinutes": 20,
                 *       "preparationInstructions": "Eat and drink nothing but water for 9 to 12 hours before the test."
                 *     }
                 */
                "application/json": components["schemas"]["ExamInput"];
            };
        };
        responses: {
            /** @description The new exam. */
            201: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description The path of the new resource. */
                    Location?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "e7a4c1d9-5b62-4f08-93be-2d6f8a0c7514",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 3,
                     *       "name": "Fasting lipid panel",
                     *       "type": "laboratory",
                     *       "description": "Cholesterol and triglycerides in a blood sample.",
                     *       "durationMinutes": 20,
                     *       "preparationInstructions": "Eat and drink nothing but water for 9 to 12 hours before the test.",
                     *       "active": true
                     *     }
                     */
                    "application/json": components["schemas"]["Exam"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request conflicts with stored data, or another request with the same Idempotency-Key is still running. */
            409: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds to wait while the first request with this key is running. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload-too-large`: The request body is too large. */
            413: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The request body has a media type or encoding that this operation doesn't support. */
            415: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule.
             *
             *     `idempotency-key-reused`: This Idempotency-Key was already used for a different request. Use a new key for each new request.
             */
            422: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getExam: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Return 304 if the resource still has this ETag.
                 * @example "3"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the resource.
                 * @example e7a4c1d9-5b62-4f08-93be-2d6f8a0c7514
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The exam. */
            200: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "e7a4c1d9-5b62-4f08-93be-2d6f8a0c7514",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 3,
                     *       "name": "Complete blood count",
                     *       "type": "laboratory",
                     *       "description": "Counts the cells in a blood sample.",
                     *       "durationMinutes": 30,
                     *       "preparationInstructions": null,
                     *       "active": true
                     *     }
                     */
                    "application/json": components["schemas"]["Exam"];
                };
            };
            /** @description Not modified: the version in `If-None-Match` is current. */
            304: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeExam: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Return 412 unless the resource still has this ETag.
                 * @example "3"
                 */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the resource.
                 * @example 92f5d3b8-1c47-4e69-a0d2-7b8e4c6f1a35
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The exam was removed. */
            204: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `in-use`: The resource has upcoming reservations. Cancel them first. */
            409: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition-failed`: The resource has changed since the version in `If-Match`. Read it again, then retry the change. */
            412: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeExam: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Return 412 unless the resource still has this ETag.
                 * @example "3"
                 */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the resource.
                 * @example e7a4c1d9-5b62-4f08-93be-2d6f8a0c7514
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExamPatch"];
                "application/merge-patch+json": components["schemas"]["ExamPatch"];
            };
        };
        responses: {
            /** @description The updated exam. */
            200: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "e7a4c1d9-5b62-4f08-93be-2d6f8a0c7514",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 4,
                     *       "name": "Complete blood count",
                     *       "type": "laboratory",
                     *       "description": "Counts the cells in a blood sample.",
                     *       "durationMinutes": 25,
                     *       "preparationInstructions": null,
                     *       "active": true
                     *     }
                     */
                    "application/json": components["schemas"]["Exam"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request conflicts with stored data, or another request with the same Idempotency-Key is still running. */
            409: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition-failed`: The resource has changed since the version in `If-Match`. Read it again, then retry the change. */
            412: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload-too-large`: The request body is too large. */
            413: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The request body has a media type or encoding that this operation doesn't support. */
            415: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFiles: {
        parameters: {
            query?: {
                /**
                 * @description Files of this category.
                 * @example [
                 *       "medical-history"
                 *     ]
                 */
                category?: ("medical-history" | "exam-result" | "imaging" | "identification" | "consent" | "other")[];
                /**
                 * @description Set to `exact` to add `page.total`.
                 * @example exact
                 */
                count?: "exact";
                /**
                 * @description The `nextCursor` of the previous page. Use the same filters and sort.
                 * @example eyJ2IjoxLCJrIjoiWyIyMDI2LTAzLTAxIl0ifQ.4mJd0Q2x8Y7c
                 */
                cursor?: string;
                /**
                 * @description Maximum number of entries per page.
                 * @example 25
                 */
                limit?: number;
                /**
                 * @description Required unless the caller is an administrator.
                 * @example [
                 *       "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10"
                 *     ]
                 */
                patientId?: string[];
                /**
                 * @description The order of the entries. A minus reverses it.
                 * @example -createdAt
                 */
                sort?: "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt";
                /**
                 * @description Records with this status.
                 * @example [
                 *       "available"
                 *     ]
                 */
                status?: ("pending" | "available" | "rejected" | "removed")[];
                /**
                 * @description Only resources that changed at or after this time. `updatedAt` is when the change began, and loading records can take 15 minutes, so start the next search 15 minutes before the previous one. Removed resources are left out.
                 * @example 2026-02-20T16:05:52.904Z
                 */
                updatedSince?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of files. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "81d7b5c3-2e6a-4f94-9a0b-c3f8e1d64a57",
                     *           "createdAt": "2026-01-12T09:41:07.318Z",
                     *           "updatedAt": "2026-02-20T16:05:52.904Z",
                     *           "version": 3,
                     *           "patientId": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *           "fileName": "Referral letter.pdf",
                     *           "contentType": "application/pdf",
                     *           "sizeBytes": 48213,
                     *           "sha256": "7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730",
                     *           "category": "medical-history",
                     *           "classification": null,
                     *           "status": "available",
                     *           "rejectionReason": null,
                     *           "uploadExpiresAt": null
                     *         }
                     *       ],
                     *       "page": {
                     *         "limit": 25,
                     *         "nextCursor": null,
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["FilePage"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFile: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Return 304 if the resource still has this ETag.
                 * @example "3"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the resource.
                 * @example 81d7b5c3-2e6a-4f94-9a0b-c3f8e1d64a57
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "81d7b5c3-2e6a-4f94-9a0b-c3f8e1d64a57",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 3,
                     *       "patientId": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *       "fileName": "Referral letter.pdf",
                     *       "contentType": "application/pdf",
                     *       "sizeBytes": 48213,
                     *       "sha256": "7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730",
                     *       "category": "medical-history",
                     *       "classification": null,
                     *       "status": "available",
                     *       "rejectionReason": null,
                     *       "uploadExpiresAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["File"];
                };
            };
            /** @description Not modified: the version in `If-None-Match` is current. */
            304: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeFile: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Return 412 unless the resource still has this ETag.
                 * @example "3"
                 */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the resource.
                 * @example 81d7b5c3-2e6a-4f94-9a0b-c3f8e1d64a57
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file was removed. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition-failed`: The resource has changed since the version in `If-Match`. Read it again, then retry the change. */
            412: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    classifyFile: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Return 412 unless the resource still has this ETag.
                 * @example "3"
                 */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the resource.
                 * @example 81d7b5c3-2e6a-4f94-9a0b-c3f8e1d64a57
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "category": "exam-result",
                 *       "confidence": 0.94,
                 *       "source": "review"
                 *     }
                 */
                "application/json": components["schemas"]["FileClassificationInput"];
            };
        };
        responses: {
            /** @description The updated file. */
            200: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "81d7b5c3-2e6a-4f94-9a0b-c3f8e1d64a57",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 4,
                     *       "patientId": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *       "fileName": "Referral letter.pdf",
                     *       "contentType": "application/pdf",
                     *       "sizeBytes": 48213,
                     *       "sha256": "7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730",
                     *       "category": "exam-result",
                     *       "classification": {
                     *         "category": "exam-result",
                     *         "confidence": 0.94,
                     *         "source": "review"
                     *       },
                     *       "status": "available",
                     *       "rejectionReason": null,
                     *       "uploadExpiresAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["File"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request conflicts with stored data, or another request with the same Idempotency-Key is still running. */
            409: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition-failed`: The resource has changed since the version in `If-Match`. Read it again, then retry the change. */
            412: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload-too-large`: The request body is too large. */
            413: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The request body has a media type or encoding that this operation doesn't support. */
            415: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    completeFileUpload: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes retries safe: for 24 hours, the same key and request return the first response again. If you can no longer read the resource, a retry returns what a read returns.
                 * @example 2f9c1d7e-booking-0417
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The id of the resource.
                 * @example 1f6c8d2e-a4b9-4730-85e1-9d7b3a5c0f48
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, now `available`. */
            200: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "81d7b5c3-2e6a-4f94-9a0b-c3f8e1d64a57",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 3,
                     *       "patientId": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *       "fileName": "Referral letter.pdf",
                     *       "contentType": "application/pdf",
                     *       "sizeBytes": 48213,
                     *       "sha256": "7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730",
                     *       "category": "medical-history",
                     *       "classification": null,
                     *       "status": "available",
                     *       "rejectionReason": null,
                     *       "uploadExpiresAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["File"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request conflicts with stored data, or another request with the same Idempotency-Key is still running. */
            409: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds to wait while the first request with this key is running. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule.
             *
             *     `idempotency-key-reused`: This Idempotency-Key was already used for a different request. Use a new key for each new request.
             */
            422: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    downloadFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the resource.
                 * @example 81d7b5c3-2e6a-4f94-9a0b-c3f8e1d64a57
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The download URL. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "url": "https://clinic-files.s3.us-east-1.amazonaws.com/files/81d7b5c3-2e6a-4f94-9a0b-c3f8e1d64a57?X-Amz-Expires=300&X-Amz-Signature=a07c",
                     *       "expiresAt": "2026-03-03T15:30:00.000Z",
                     *       "fileName": "Referral letter.pdf",
                     *       "contentType": "application/pdf",
                     *       "sizeBytes": 48213,
                     *       "sha256": "7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730"
                     *     }
                     */
                    "application/json": components["schemas"]["FileDownload"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request conflicts with stored data, or another request with the same Idempotency-Key is still running. */
            409: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    uploadFile: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes retries safe: for 24 hours, the same key and request return the first response again. If you can no longer read the resource, a retry returns what a read returns.
                 * @example 2f9c1d7e-booking-0417
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "patientId": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                 *       "fileName": "Referral letter.pdf",
                 *       "contentType": "application/pdf",
                 *       "sizeBytes": 48213,
                 *       "sha256": "7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730",
                 *       "category": "medical-history"
                 *     }
                 */
                "application/json": components["schemas"]["FileUploadInput"];
            };
        };
        responses: {
            /** @description The new file and the upload URL. */
            201: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description The path of the new resource. */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "81d7b5c3-2e6a-4f94-9a0b-c3f8e1d64a57",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 3,
                     *       "patientId": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *       "fileName": "Referral letter.pdf",
                     *       "contentType": "application/pdf",
                     *       "sizeBytes": 48213,
                     *       "sha256": "7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730",
                     *       "category": "medical-history",
                     *       "classification": null,
                     *       "status": "pending",
                     *       "rejectionReason": null,
                     *       "uploadExpiresAt": "2026-03-03T15:30:00.000Z",
                     *       "upload": {
                     *         "method": "PUT",
                     *         "url": "https://clinic-files.s3.us-east-1.amazonaws.com/files/81d7b5c3-2e6a-4f94-9a0b-c3f8e1d64a57?X-Amz-Expires=900&X-Amz-Signature=5b1f",
                     *         "headers": {
                     *           "Content-Type": "application/pdf",
                     *           "x-amz-checksum-sha256": "fYZelZskZpGMmGOvypQtD7idfJrAyZuvw3SVBN7Zdzo="
                     *         },
                     *         "expiresAt": "2026-03-03T15:30:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["FileUpload"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request conflicts with stored data, or another request with the same Idempotency-Key is still running. */
            409: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds to wait while the first request with this key is running. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload-too-large`: The request body is too large. */
            413: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The request body has a media type or encoding that this operation doesn't support. */
            415: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule.
             *
             *     `idempotency-key-reused`: This Idempotency-Key was already used for a different request. Use a new key for each new request.
             */
            422: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Healthy. */
            200: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "database": "reachable",
                     *       "migration": "0020_reservation_reasons",
                     *       "version": "1.4.0"
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unhealthy: database unreachable. */
            503: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "unavailable",
                     *       "database": "unreachable",
                     *       "migration": null,
                     *       "version": "1.4.0"
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    listMedics: {
        parameters: {
            query?: {
                /**
                 * @description Records that are, or are not, in use.
                 * @example true
                 */
                active?: boolean;
                /**
                 * @description Set to `exact` to add `page.total`.
                 * @example exact
                 */
                count?: "exact";
                /**
                 * @description The `nextCursor` of the previous page. Use the same filters and sort.
                 * @example eyJ2IjoxLCJrIjoiWyIyMDI2LTAzLTAxIl0ifQ.4mJd0Q2x8Y7c
                 */
                cursor?: string;
                /**
                 * @description Medics of this department, in the same spelling.
                 * @example Heart and Circulation
                 */
                department?: string;
                /**
                 * @description Maximum number of entries per page.
                 * @example 25
                 */
                limit?: number;
                /**
                 * @description Parts of the name, in any order. Ignores accents and tolerates a typo.
                 * @example Tomás Ibarra
                 */
                search?: string;
                /**
                 * @description The order of the entries. A minus reverses it.
                 * @example name
                 */
                sort?: "name" | "-name" | "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt";
                /**
                 * @description Medics with this specialty, in the same spelling.
                 * @example Cardiology
                 */
                specialty?: string;
                /**
                 * @description Only resources that changed at or after this time. `updatedAt` is when the change began, and loading records can take 15 minutes, so start the next search 15 minutes before the previous one. Removed resources are left out.
                 * @example 2026-02-20T16:05:52.904Z
                 */
                updatedSince?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of medics. */
            200: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "b3d8f0e4-7a21-4c36-8f5d-91e6c2a47d03",
                     *           "createdAt": "2026-01-12T09:41:07.318Z",
                     *           "updatedAt": "2026-02-20T16:05:52.904Z",
                     *           "version": 3,
                     *           "givenName": "Tomás",
                     *           "familyName": "Ibarra",
                     *           "fullName": "Tomás Ibarra",
                     *           "specialty": "Cardiology",
                     *           "department": "Heart and Circulation",
                     *           "licenseNumber": "MA-204417",
                     *           "email": "tomas.ibarra@clinic.example",
                     *           "phone": "+16175550188",
                     *           "workingHours": [
                     *             {
                     *               "weekday": 1,
                     *               "from": "08:00",
                     *               "to": "12:00"
                     *             }
                     *           ],
                     *           "active": true
                     *         }
                     *       ],
                     *       "page": {
                     *         "limit": 25,
                     *         "nextCursor": null,
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["MedicPage"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createMedic: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes retries safe: for 24 hours, the same key and request return the first response again. If you can no longer read the resource, a retry returns what a read returns.
                 * @example 2f9c1d7e-booking-0417
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "givenName": "Tomás",
                 *       "familyName": "Ibarra",
                 *       "specialty": "Cardiology",
                 *       "department": "Heart and Circulation",
                 *       "licenseNumber": "MA-204417",
                 *       "email": "tomas.ibarra@clinic.example",
                 *       "phone": "+16175550188",
                 *       "workingHours": [
                 *         {
                 *           "weekday": 1,
                 *           "from": "08:00",
                 *           "to": "12:00"
                 *         },
                 *         {
                 *           "weekday": 1,
                 *           "from": "13:00",
                 *           "to": "17:00"
                 *         },
                 *         {
                 *           "weekday": 4,
                 *           "from": "08:00",
                 *           "to": "14:00"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["MedicInput"];
            };
        };
        responses: {
            /** @description The new medic. */
            201: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description The path of the new resource. */
                    Location?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "b3d8f0e4-7a21-4c36-8f5d-91e6c2a47d03",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 3,
                     *       "givenName": "Tomás",
                     *       "familyName": "Ibarra",
                     *       "fullName": "Tomás Ibarra",
                     *       "specialty": "Cardiology",
                     *       "department": "Heart and Circulation",
                     *       "licenseNumber": "MA-204417",
                     *       "email": "tomas.ibarra@clinic.example",
                     *       "phone": "+16175550188",
                     *       "workingHours": [
                     *         {
                     *           "weekday": 1,
                     *           "from": "08:00",
                     *           "to": "12:00"
                     *         }
                     *       ],
                     *       "active": true
                     *     }
                     */
                    "application/json": components["schemas"]["Medic"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request conflicts with stored data, or another request with the same Idempotency-Key is still running. */
            409: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds to wait while the first request with this key is running. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload-too-large`: The request body is too large. */
            413: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The request body has a media type or encoding that this operation doesn't support. */
            415: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule.
             *
             *     `idempotency-key-reused`: This Idempotency-Key was already used for a different request. Use a new key for each new request.
             */
            422: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMedic: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Return 304 if the resource still has this ETag.
                 * @example "3"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the resource.
                 * @example b3d8f0e4-7a21-4c36-8f5d-91e6c2a47d03
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The medic. */
            200: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "b3d8f0e4-7a21-4c36-8f5d-91e6c2a47d03",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 3,
                     *       "givenName": "Tomás",
                     *       "familyName": "Ibarra",
                     *       "fullName": "Tomás Ibarra",
                     *       "specialty": "Cardiology",
                     *       "department": "Heart and Circulation",
                     *       "licenseNumber": "MA-204417",
                     *       "email": "tomas.ibarra@clinic.example",
                     *       "phone": "+16175550188",
                     *       "workingHours": [
                     *         {
                     *           "weekday": 1,
                     *           "from": "08:00",
                     *           "to": "12:00"
                     *         }
                     *       ],
                     *       "active": true
                     *     }
                     */
                    "application/json": components["schemas"]["Medic"];
                };
            };
            /** @description Not modified: the version in `If-None-Match` is current. */
            304: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeMedic: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Return 412 unless the resource still has this ETag.
                 * @example "3"
                 */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the resource.
                 * @example 5c9e2b71-4f83-4d0a-b6c8-a17d3e9f2045
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The medic was removed. */
            204: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `in-use`: The resource has upcoming reservations. Cancel them first. */
            409: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition-failed`: The resource has changed since the version in `If-Match`. Read it again, then retry the change. */
            412: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeMedic: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Return 412 unless the resource still has this ETag.
                 * @example "3"
                 */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the resource.
                 * @example b3d8f0e4-7a21-4c36-8f5d-91e6c2a47d03
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MedicPatch"];
                "application/merge-patch+json": components["schemas"]["MedicPatch"];
            };
        };
        responses: {
            /** @description The updated medic. */
            200: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "b3d8f0e4-7a21-4c36-8f5d-91e6c2a47d03",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 4,
                     *       "givenName": "Tomás",
                     *       "familyName": "Ibarra",
                     *       "fullName": "Tomás Ibarra",
                     *       "specialty": "Cardiology",
                     *       "department": "Heart and Circulation",
                     *       "licenseNumber": "MA-204417",
                     *       "email": "tomas.ibarra@clinic.example",
                     *       "phone": "+16175550190",
                     *       "workingHours": [
                     *         {
                     *           "weekday": 1,
                     *           "from": "08:00",
                     *           "to": "12:00"
                     *         }
                     *       ],
                     *       "active": true
                     *     }
                     */
                    "application/json": components["schemas"]["Medic"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request conflicts with stored data, or another request with the same Idempotency-Key is still running. */
            409: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition-failed`: The resource has changed since the version in `If-Match`. Read it again, then retry the change. */
            412: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload-too-large`: The request body is too large. */
            413: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The request body has a media type or encoding that this operation doesn't support. */
            415: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOwnMedic: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Return 304 if the resource still has this ETag.
                 * @example "3"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller's record. */
            200: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "b3d8f0e4-7a21-4c36-8f5d-91e6c2a47d03",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 3,
                     *       "givenName": "Tomás",
                     *       "familyName": "Ibarra",
                     *       "fullName": "Tomás Ibarra",
                     *       "specialty": "Cardiology",
                     *       "department": "Heart and Circulation",
                     *       "licenseNumber": "MA-204417",
                     *       "email": "tomas.ibarra@clinic.example",
                     *       "phone": "+16175550188",
                     *       "workingHours": [
                     *         {
                     *           "weekday": 1,
                     *           "from": "08:00",
                     *           "to": "12:00"
                     *         }
                     *       ],
                     *       "active": true
                     *     }
                     */
                    "application/json": components["schemas"]["Medic"];
                };
            };
            /** @description Not modified: the version in `If-None-Match` is current. */
            304: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSpecialties: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The specialties, in alphabetical order. */
            200: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "specialty": "Cardiology",
                     *           "medicCount": 4
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Specialties"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpenApiDocument: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The OpenAPI 3.1 document of the API. */
            200: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "openapi": "3.1.0"
                     *     }
                     */
                    "application/json": components["schemas"]["OpenApiDocument"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookUpPatients: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description For 24 hours, the same key works for the same request only. This operation changes nothing, so a retry runs it again.
                 * @example 2f9c1d7e-booking-0417
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Ana Lucía Gómez Herrera",
                 *       "birthDate": "1984-05-17",
                 *       "limit": 3
                 *     }
                 */
                "application/json": components["schemas"]["PatientLookup"];
            };
        };
        responses: {
            /** @description The matching patients, best first. */
            200: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "patient": {
                     *             "id": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *             "givenName": "Ana Lucía",
                     *             "familyName": "Gómez Herrera",
                     *             "fullName": "Ana Lucía Gómez Herrera",
                     *             "birthDate": "1984-05-17",
                     *             "gender": "female",
                     *             "active": true
                     *           },
                     *           "score": 0.98,
                     *           "matched": [
                     *             "name",
                     *             "birthDate"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["PatientMatches"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request conflicts with stored data, or another request with the same Idempotency-Key is still running. */
            409: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds to wait while the first request with this key is running. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload-too-large`: The request body is too large. */
            413: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The request body has a media type or encoding that this operation doesn't support. */
            415: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule.
             *
             *     `idempotency-key-reused`: This Idempotency-Key was already used for a different request. Use a new key for each new request.
             */
            422: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPatients: {
        parameters: {
            query?: {
                /**
                 * @description Records that are, or are not, in use.
                 * @example true
                 */
                active?: boolean;
                /**
                 * @description A FHIR date. A patient matches if both dates, as precise as they are, can be the same day.
                 * @example 1984-05-17
                 */
                birthDate?: string;
                /**
                 * @description Set to `exact` to add `page.total`.
                 * @example exact
                 */
                count?: "exact";
                /**
                 * @description The `nextCursor` of the previous page. Use the same filters and sort.
                 * @example eyJ2IjoxLCJrIjoiWyIyMDI2LTAzLTAxIl0ifQ.4mJd0Q2x8Y7c
                 */
                cursor?: string;
                /**
                 * @description The FHIR R4 administrative gender.
                 * @example [
                 *       "female"
                 *     ]
                 */
                gender?: ("male" | "female" | "other" | "unknown")[];
                /**
                 * @description Maximum number of entries per page.
                 * @example 25
                 */
                limit?: number;
                /**
                 * @description Parts of the name in any order, ignoring accents and tolerating a typo in each word, with particles joined or not; or a complete identifier, email address or phone number as people write it. At least 2 letters, or 1 Chinese, Japanese or Korean letter. The best matches come first unless `sort` is set.
                 * @example Ana Lucía Gómez Herrera
                 */
                search?: string;
                /**
                 * @description Defaults to `createdAt`, or to relevance if `search` is set.
                 * @example createdAt
                 */
                sort?: "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt" | "name" | "-name" | "birthDate" | "-birthDate";
                /**
                 * @description Only resources that changed at or after this time. `updatedAt` is when the change began, and loading records can take 15 minutes, so start the next search 15 minutes before the previous one. Removed resources are left out.
                 * @example 2026-02-20T16:05:52.904Z
                 */
                updatedSince?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of patients. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *           "createdAt": "2026-01-12T09:41:07.318Z",
                     *           "updatedAt": "2026-02-20T16:05:52.904Z",
                     *           "version": 3,
                     *           "givenName": "Ana Lucía",
                     *           "familyName": "Gómez Herrera",
                     *           "fullName": "Ana Lucía Gómez Herrera",
                     *           "birthDate": "1984-05-17",
                     *           "age": 41,
                     *           "gender": "female",
                     *           "nationalId": {
                     *             "type": "SS",
                     *             "number": "518-20-7741"
                     *           },
                     *           "identifiers": [
                     *             {
                     *               "system": "urn:oid:2.16.840.1.113883.19.5",
                     *               "type": "MR",
                     *               "value": "HS-003187",
                     *               "use": "usual"
                     *             }
                     *           ],
                     *           "otherNames": [
                     *             {
                     *               "use": "maiden",
                     *               "givenName": null,
                     *               "familyName": "Herrera"
                     *             }
                     *           ],
                     *           "email": "ana.gomez@mail.example",
                     *           "phone": "+16175550117",
                     *           "address": {
                     *             "line": [
                     *               "48 Chestnut Street",
                     *               "Apt 3"
                     *             ],
                     *             "city": "Cambridge",
                     *             "state": "MA",
                     *             "postalCode": "02139",
                     *             "country": "US"
                     *           },
                     *           "active": true
                     *         }
                     *       ],
                     *       "page": {
                     *         "limit": 25,
                     *         "nextCursor": null,
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["PatientPage"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createPatient: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes retries safe: for 24 hours, the same key and request return the first response again. If you can no longer read the resource, a retry returns what a read returns.
                 * @example 2f9c1d7e-booking-0417
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatientInput"];
            };
        };
        responses: {
            /** @description The new patient. */
            201: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description The path of the new resource. */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 3,
                     *       "givenName": "Mei-Ling",
                     *       "familyName": "O'Connor",
                     *       "fullName": "Ana Lucía Gómez Herrera",
                     *       "birthDate": "1991-11-03",
                     *       "age": 41,
                     *       "gender": "female",
                     *       "nationalId": {
                     *         "type": "SS",
                     *         "number": "412-77-9035"
                     *       },
                     *       "identifiers": [
                     *         {
                     *           "system": "urn:oid:2.16.840.1.113883.19.5",
                     *           "type": "MR",
                     *           "value": "HS-003187",
                     *           "use": "usual"
                     *         }
                     *       ],
                     *       "otherNames": [
                     *         {
                     *           "use": "maiden",
                     *           "givenName": null,
                     *           "familyName": "Herrera"
                     *         }
                     *       ],
                     *       "email": "mei-ling.oconnor@mail.example",
                     *       "phone": "+16175550142",
                     *       "address": {
                     *         "line": [
                     *           "48 Chestnut Street",
                     *           "Apt 3"
                     *         ],
                     *         "city": "Cambridge",
                     *         "state": "MA",
                     *         "postalCode": "02139",
                     *         "country": "US"
                     *       },
                     *       "active": true,
                     *       "medicalHistory": {
                     *         "conditions": [
                     *           {
                     *             "system": "http://snomed.info/sct",
                     *             "code": "38341003",
                     *             "display": "Hypertensive disorder",
                     *             "onsetDate": "2018-06",
                     *             "verificationStatus": "confirmed",
                     *             "endDate": null,
                     *             "status": "active",
                     *             "note": null
                     *           }
                     *         ],
                     *         "procedures": [],
                     *         "medications": [
                     *           {
                     *             "system": "http://www.nlm.nih.gov/research/umls/rxnorm",
                     *             "code": "314076",
                     *             "display": "Lisinopril 10 MG Oral Tablet",
                     *             "startDate": "2018-07-02",
                     *             "dosage": "1 tablet each morning",
                     *             "endDate": null,
                     *             "status": "active",
                     *             "note": null
                     *           }
                     *         ],
                     *         "allergies": []
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Patient"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request conflicts with stored data, or another request with the same Idempotency-Key is still running. */
            409: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds to wait while the first request with this key is running. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload-too-large`: The request body is too large. */
            413: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The request body has a media type or encoding that this operation doesn't support. */
            415: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule.
             *
             *     `idempotency-key-reused`: This Idempotency-Key was already used for a different request. Use a new key for each new request.
             */
            422: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPatient: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Return 304 if the resource still has this ETag.
                 * @example "3"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the resource.
                 * @example 6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The patient. */
            200: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 3,
                     *       "givenName": "Ana Lucía",
                     *       "familyName": "Gómez Herrera",
                     *       "fullName": "Ana Lucía Gómez Herrera",
                     *       "birthDate": "1984-05-17",
                     *       "age": 41,
                     *       "gender": "female",
                     *       "nationalId": {
                     *         "type": "SS",
                     *         "number": "518-20-7741"
                     *       },
                     *       "identifiers": [
                     *         {
                     *           "system": "urn:oid:2.16.840.1.113883.19.5",
                     *           "type": "MR",
                     *           "value": "HS-003187",
                     *           "use": "usual"
                     *         }
                     *       ],
                     *       "otherNames": [
                     *         {
                     *           "use": "maiden",
                     *           "givenName": null,
                     *           "familyName": "Herrera"
                     *         }
                     *       ],
                     *       "email": "ana.gomez@mail.example",
                     *       "phone": "+16175550117",
                     *       "address": {
                     *         "line": [
                     *           "48 Chestnut Street",
                     *           "Apt 3"
                     *         ],
                     *         "city": "Cambridge",
                     *         "state": "MA",
                     *         "postalCode": "02139",
                     *         "country": "US"
                     *       },
                     *       "active": true,
                     *       "medicalHistory": {
                     *         "conditions": [
                     *           {
                     *             "system": "http://snomed.info/sct",
                     *             "code": "38341003",
                     *             "display": "Hypertensive disorder",
                     *             "onsetDate": "2018-06",
                     *             "verificationStatus": "confirmed",
                     *             "endDate": null,
                     *             "status": "active",
                     *             "note": null
                     *           }
                     *         ],
                     *         "procedures": [],
                     *         "medications": [
                     *           {
                     *             "system": "http://www.nlm.nih.gov/research/umls/rxnorm",
                     *             "code": "314076",
                     *             "display": "Lisinopril 10 MG Oral Tablet",
                     *             "startDate": "2018-07-02",
                     *             "dosage": "1 tablet each morning",
                     *             "endDate": null,
                     *             "status": "active",
                     *             "note": null
                     *           }
                     *         ],
                     *         "allergies": []
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Patient"];
                };
            };
            /** @description Not modified: the version in `If-None-Match` is current. */
            304: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removePatient: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Return 412 unless the resource still has this ETag.
                 * @example "3"
                 */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the resource.
                 * @example 0d0c6a35-93f7-4f0e-a8b3-5e2f1d7c9b64
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The patient was removed. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `in-use`: The resource has upcoming reservations. Cancel them first. */
            409: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition-failed`: The resource has changed since the version in `If-Match`. Read it again, then retry the change. */
            412: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePatient: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Return 412 unless the resource still has this ETag.
                 * @example "3"
                 */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the resource.
                 * @example 6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatientPatch"];
                "application/merge-patch+json": components["schemas"]["PatientPatch"];
            };
        };
        responses: {
            /** @description The updated patient. */
            200: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 4,
                     *       "givenName": "Ana Lucía",
                     *       "familyName": "Gómez Herrera",
                     *       "fullName": "Ana Lucía Gómez Herrera",
                     *       "birthDate": "1984-05-17",
                     *       "age": 41,
                     *       "gender": "female",
                     *       "nationalId": {
                     *         "type": "SS",
                     *         "number": "518-20-7741"
                     *       },
                     *       "identifiers": [
                     *         {
                     *           "system": "urn:oid:2.16.840.1.113883.19.5",
                     *           "type": "MR",
                     *           "value": "HS-003187",
                     *           "use": "usual"
                     *         }
                     *       ],
                     *       "otherNames": [
                     *         {
                     *           "use": "maiden",
                     *           "givenName": null,
                     *           "familyName": "Herrera"
                     *         }
                     *       ],
                     *       "email": "ana.gomez@mail.example",
                     *       "phone": "+16175550163",
                     *       "address": {
                     *         "line": [
                     *           "48 Chestnut Street",
                     *           "Apt 3"
                     *         ],
                     *         "city": "Cambridge",
                     *         "state": "MA",
                     *         "postalCode": "02139",
                     *         "country": "US"
                     *       },
                     *       "active": true,
                     *       "medicalHistory": {
                     *         "conditions": [
                     *           {
                     *             "system": "http://snomed.info/sct",
                     *             "code": "38341003",
                     *             "display": "Hypertensive disorder",
                     *             "onsetDate": "2018-06",
                     *             "verificationStatus": "confirmed",
                     *             "endDate": null,
                     *             "status": "active",
                     *             "note": null
                     *           }
                     *         ],
                     *         "procedures": [],
                     *         "medications": [
                     *           {
                     *             "system": "http://www.nlm.nih.gov/research/umls/rxnorm",
                     *             "code": "314076",
                     *             "display": "Lisinopril 10 MG Oral Tablet",
                     *             "startDate": "2018-07-02",
                     *             "dosage": "1 tablet each morning",
                     *             "endDate": null,
                     *             "status": "active",
                     *             "note": null
                     *           }
                     *         ],
                     *         "allergies": []
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Patient"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request conflicts with stored data, or another request with the same Idempotency-Key is still running. */
            409: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition-failed`: The resource has changed since the version in `If-Match`. Read it again, then retry the change. */
            412: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload-too-large`: The request body is too large. */
            413: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The request body has a media type or encoding that this operation doesn't support. */
            415: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRecordAccesses: {
        parameters: {
            query?: {
                /**
                 * @description Set to `exact` to add `page.total`.
                 * @example exact
                 */
                count?: "exact";
                /**
                 * @description The `nextCursor` of the previous page. Use the same filters and sort.
                 * @example eyJ2IjoxLCJrIjoiWyIyMDI2LTAzLTAxIl0ifQ.4mJd0Q2x8Y7c
                 */
                cursor?: string;
                /**
                 * @description Events at or after this time.
                 * @example 2025-03-02T00:00:00.000Z
                 */
                from?: string;
                /**
                 * @description Maximum number of entries per page.
                 * @example 25
                 */
                limit?: number;
                /**
                 * @description Events before this time.
                 * @example 2026-07-01T00:00:00.000Z
                 */
                to?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The id of the resource.
                 * @example 6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of accesses. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "4e8c0b7d-52a1-4f96-b3d8-1c7e9f0a6b25",
                     *           "occurredAt": "2026-03-01T14:12:00.000Z",
                     *           "actor": {
                     *             "subject": "8d1f0c6e-3b7a-4e29-95d4-a6c2f7b80e13",
                     *             "role": "medic",
                     *             "name": "Tomás Ibarra"
                     *           },
                     *           "action": "patients.read"
                     *         }
                     *       ],
                     *       "page": {
                     *         "limit": 25,
                     *         "nextCursor": null,
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["RecordAccessPage"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listInvitations: {
        parameters: {
            query?: {
                /**
                 * @description Set to `exact` to add `page.total`.
                 * @example exact
                 */
                count?: "exact";
                /**
                 * @description The `nextCursor` of the previous page. Use the same filters and sort.
                 * @example eyJ2IjoxLCJrIjoiWyIyMDI2LTAzLTAxIl0ifQ.4mJd0Q2x8Y7c
                 */
                cursor?: string;
                /**
                 * @description Maximum number of entries per page.
                 * @example 25
                 */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description The id of the resource.
                 * @example a2e5c7d9-14b8-4f63-8d0a-5c9b3e7f1264
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of invitations. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "1b7d4f90-6ca3-4e28-9f51-d8a2c6e0b375",
                     *           "createdAt": "2026-01-12T09:41:07.318Z",
                     *           "updatedAt": "2026-02-20T16:05:52.904Z",
                     *           "version": 3,
                     *           "patientId": "a2e5c7d9-14b8-4f63-8d0a-5c9b3e7f1264",
                     *           "status": "open",
                     *           "expiresAt": "2026-07-01T00:00:00.000Z"
                     *         }
                     *       ],
                     *       "page": {
                     *         "limit": 25,
                     *         "nextCursor": null,
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["PatientInvitationPage"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    invitePatient: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes retries safe: for 24 hours, the same key and request return the first response again. If you can no longer read the resource, a retry returns what a read returns.
                 * @example 2f9c1d7e-booking-0417
                 */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The id of the resource.
                 * @example a2e5c7d9-14b8-4f63-8d0a-5c9b3e7f1264
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new invitation with its code. */
            201: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description The path of the new resource. */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "1b7d4f90-6ca3-4e28-9f51-d8a2c6e0b375",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 3,
                     *       "patientId": "a2e5c7d9-14b8-4f63-8d0a-5c9b3e7f1264",
                     *       "status": "open",
                     *       "expiresAt": "2026-07-01T00:00:00.000Z",
                     *       "code": "7KQM-X4RT-9WDH-CE3V"
                     *     }
                     */
                    "application/json": components["schemas"]["NewPatientInvitation"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request conflicts with stored data, or another request with the same Idempotency-Key is still running. */
            409: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds to wait while the first request with this key is running. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule.
             *
             *     `idempotency-key-reused`: This Idempotency-Key was already used for a different request. Use a new key for each new request.
             */
            422: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInvitation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Return 304 if the resource still has this ETag.
                 * @example "3"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the resource.
                 * @example a2e5c7d9-14b8-4f63-8d0a-5c9b3e7f1264
                 */
                id: string;
                /**
                 * @description The id of the invitation.
                 * @example 1b7d4f90-6ca3-4e28-9f51-d8a2c6e0b375
                 */
                invitationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The invitation. */
            200: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "1b7d4f90-6ca3-4e28-9f51-d8a2c6e0b375",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 3,
                     *       "patientId": "a2e5c7d9-14b8-4f63-8d0a-5c9b3e7f1264",
                     *       "status": "open",
                     *       "expiresAt": "2026-07-01T00:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["PatientInvitation"];
                };
            };
            /** @description Not modified: the version in `If-None-Match` is current. */
            304: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawInvitation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Return 412 unless the resource still has this ETag.
                 * @example "3"
                 */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the resource.
                 * @example a2e5c7d9-14b8-4f63-8d0a-5c9b3e7f1264
                 */
                id: string;
                /**
                 * @description The id of the invitation.
                 * @example 1b7d4f90-6ca3-4e28-9f51-d8a2c6e0b375
                 */
                invitationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The invitation was withdrawn. */
            204: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request conflicts with stored data, or another request with the same Idempotency-Key is still running. */
            409: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition-failed`: The resource has changed since the version in `If-Match`. Read it again, then retry the change. */
            412: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOwnPatient: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Return 304 if the resource still has this ETag.
                 * @example "3"
                 */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller's record. */
            200: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 3,
                     *       "givenName": "Ana Lucía",
                     *       "familyName": "Gómez Herrera",
                     *       "fullName": "Ana Lucía Gómez Herrera",
                     *       "birthDate": "1984-05-17",
                     *       "age": 41,
                     *       "gender": "female",
                     *       "nationalId": {
                     *         "type": "SS",
                     *         "number": "518-20-7741"
                     *       },
                     *       "identifiers": [
                     *         {
                     *           "system": "urn:oid:2.16.840.1.113883.19.5",
                     *           "type": "MR",
                     *           "value": "HS-003187",
                     *           "use": "usual"
                     *         }
                     *       ],
                     *       "otherNames": [
                     *         {
                     *           "use": "maiden",
                     *           "givenName": null,
                     *           "familyName": "Herrera"
                     *         }
                     *       ],
                     *       "email": "ana.gomez@mail.example",
                     *       "phone": "+16175550117",
                     *       "address": {
                     *         "line": [
                     *           "48 Chestnut Street",
                     *           "Apt 3"
                     *         ],
                     *         "city": "Cambridge",
                     *         "state": "MA",
                     *         "postalCode": "02139",
                     *         "country": "US"
                     *       },
                     *       "active": true,
                     *       "medicalHistory": {
                     *         "conditions": [
                     *           {
                     *             "system": "http://snomed.info/sct",
                     *             "code": "38341003",
                     *             "display": "Hypertensive disorder",
                     *             "onsetDate": "2018-06",
                     *             "verificationStatus": "confirmed",
                     *             "endDate": null,
                     *             "status": "active",
                     *             "note": null
                     *           }
                     *         ],
                     *         "procedures": [],
                     *         "medications": [
                     *           {
                     *             "system": "http://www.nlm.nih.gov/research/umls/rxnorm",
                     *             "code": "314076",
                     *             "display": "Lisinopril 10 MG Oral Tablet",
                     *             "startDate": "2018-07-02",
                     *             "dosage": "1 tablet each morning",
                     *             "endDate": null,
                     *             "status": "active",
                     *             "note": null
                     *           }
                     *         ],
                     *         "allergies": []
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Patient"];
                };
            };
            /** @description Not modified: the version in `If-None-Match` is current. */
            304: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeOwnPatient: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Return 412 unless the resource still has this ETag.
                 * @example "3"
                 */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "phone": "+16175550163",
                 *       "address": {
                 *         "line": [
                 *           "9 Harbor Street"
                 *         ],
                 *         "city": "Boston",
                 *         "postalCode": "02110"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["PatientPatch"];
                /**
                 * @example {
                 *       "phone": "+16175550163",
                 *       "address": {
                 *         "line": [
                 *           "9 Harbor Street"
                 *         ],
                 *         "city": "Boston",
                 *         "postalCode": "02110"
                 *       }
                 *     }
                 */
                "application/merge-patch+json": components["schemas"]["PatientPatch"];
            };
        };
        responses: {
            /** @description The caller's updated record. */
            200: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 4,
                     *       "givenName": "Ana Lucía",
                     *       "familyName": "Gómez Herrera",
                     *       "fullName": "Ana Lucía Gómez Herrera",
                     *       "birthDate": "1984-05-17",
                     *       "age": 41,
                     *       "gender": "female",
                     *       "nationalId": {
                     *         "type": "SS",
                     *         "number": "518-20-7741"
                     *       },
                     *       "identifiers": [
                     *         {
                     *           "system": "urn:oid:2.16.840.1.113883.19.5",
                     *           "type": "MR",
                     *           "value": "HS-003187",
                     *           "use": "usual"
                     *         }
                     *       ],
                     *       "otherNames": [
                     *         {
                     *           "use": "maiden",
                     *           "givenName": null,
                     *           "familyName": "Herrera"
                     *         }
                     *       ],
                     *       "email": "ana.gomez@mail.example",
                     *       "phone": "+16175550163",
                     *       "address": {
                     *         "line": [
                     *           "48 Chestnut Street",
                     *           "Apt 3"
                     *         ],
                     *         "city": "Cambridge",
                     *         "state": "MA",
                     *         "postalCode": "02139",
                     *         "country": "US"
                     *       },
                     *       "active": true,
                     *       "medicalHistory": {
                     *         "conditions": [
                     *           {
                     *             "system": "http://snomed.info/sct",
                     *             "code": "38341003",
                     *             "display": "Hypertensive disorder",
                     *             "onsetDate": "2018-06",
                     *             "verificationStatus": "confirmed",
                     *             "endDate": null,
                     *             "status": "active",
                     *             "note": null
                     *           }
                     *         ],
                     *         "procedures": [],
                     *         "medications": [
                     *           {
                     *             "system": "http://www.nlm.nih.gov/research/umls/rxnorm",
                     *             "code": "314076",
                     *             "display": "Lisinopril 10 MG Oral Tablet",
                     *             "startDate": "2018-07-02",
                     *             "dosage": "1 tablet each morning",
                     *             "endDate": null,
                     *             "status": "active",
                     *             "note": null
                     *           }
                     *         ],
                     *         "allergies": []
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Patient"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request conflicts with stored data, or another request with the same Idempotency-Key is still running. */
            409: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition-failed`: The resource has changed since the version in `If-Match`. Read it again, then retry the change. */
            412: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload-too-large`: The request body is too large. */
            413: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The request body has a media type or encoding that this operation doesn't support. */
            415: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    linkOwnPatient: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes retries safe: for 24 hours, the same key and request return the first response again. If you can no longer read the resource, a retry returns what a read returns.
                 * @example 2f9c1d7e-booking-0417
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "7KQM-X4RT-9WDH-CE3V",
                 *       "birthDate": "1979-08-26"
                 *     }
                 */
                "application/json": components["schemas"]["AccountLink"];
            };
        };
        responses: {
            /** @description The caller's record. */
            201: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description The path of the new resource. */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 3,
                     *       "givenName": "Ana Lucía",
                     *       "familyName": "Gómez Herrera",
                     *       "fullName": "Ana Lucía Gómez Herrera",
                     *       "birthDate": "1984-05-17",
                     *       "age": 41,
                     *       "gender": "female",
                     *       "nationalId": {
                     *         "type": "SS",
                     *         "number": "518-20-7741"
                     *       },
                     *       "identifiers": [
                     *         {
                     *           "system": "urn:oid:2.16.840.1.113883.19.5",
                     *           "type": "MR",
                     *           "value": "HS-003187",
                     *           "use": "usual"
                     *         }
                     *       ],
                     *       "otherNames": [
                     *         {
                     *           "use": "maiden",
                     *           "givenName": null,
                     *           "familyName": "Herrera"
                     *         }
                     *       ],
                     *       "email": "ana.gomez@mail.example",
                     *       "phone": "+16175550117",
                     *       "address": {
                     *         "line": [
                     *           "48 Chestnut Street",
                     *           "Apt 3"
                     *         ],
                     *         "city": "Cambridge",
                     *         "state": "MA",
                     *         "postalCode": "02139",
                     *         "country": "US"
                     *       },
                     *       "active": true,
                     *       "medicalHistory": {
                     *         "conditions": [
                     *           {
                     *             "system": "http://snomed.info/sct",
                     *             "code": "38341003",
                     *             "display": "Hypertensive disorder",
                     *             "onsetDate": "2018-06",
                     *             "verificationStatus": "confirmed",
                     *             "endDate": null,
                     *             "status": "active",
                     *             "note": null
                     *           }
                     *         ],
                     *         "procedures": [],
                     *         "medications": [
                     *           {
                     *             "system": "http://www.nlm.nih.gov/research/umls/rxnorm",
                     *             "code": "314076",
                     *             "display": "Lisinopril 10 MG Oral Tablet",
                     *             "startDate": "2018-07-02",
                     *             "dosage": "1 tablet each morning",
                     *             "endDate": null,
                     *             "status": "active",
                     *             "note": null
                     *           }
                     *         ],
                     *         "allergies": []
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Patient"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request conflicts with stored data, or another request with the same Idempotency-Key is still running. */
            409: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds to wait while the first request with this key is running. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload-too-large`: The request body is too large. */
            413: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The request body has a media type or encoding that this operation doesn't support. */
            415: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule.
             *
             *     `idempotency-key-reused`: This Idempotency-Key was already used for a different request. Use a new key for each new request.
             */
            422: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReservations: {
        parameters: {
            query?: {
                /**
                 * @description Set to `exact` to add `page.total`.
                 * @example exact
                 */
                count?: "exact";
                /**
                 * @description The `nextCursor` of the previous page. Use the same filters and sort.
                 * @example eyJ2IjoxLCJrIjoiWyIyMDI2LTAzLTAxIl0ifQ.4mJd0Q2x8Y7c
                 */
                cursor?: string;
                /**
                 * @description Reservations of this exam.
                 * @example [
                 *       "28c5e9b1-d06f-4a37-9e82-6b4f1d7a3c05"
                 *     ]
                 */
                examId?: string[];
                /**
                 * @description Starting at or after this time.
                 * @example 2026-03-02T00:00:00.000Z
                 */
                from?: string;
                /**
                 * @description Maximum number of entries per page.
                 * @example 25
                 */
                limit?: number;
                /**
                 * @description Reservations with this medic.
                 * @example [
                 *       "f0a6d2c8-7e13-4b59-84c7-3d9b5e1f6a20"
                 *     ]
                 */
                medicId?: string[];
                /**
                 * @description Records of this patient.
                 * @example [
                 *       "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10"
                 *     ]
                 */
                patientId?: string[];
                /**
                 * @description The order of the entries. A minus reverses it.
                 * @example startsAt
                 */
                sort?: "startsAt" | "-startsAt" | "updatedAt" | "-updatedAt";
                /**
                 * @description Records with this status.
                 * @example [
                 *       "scheduled",
                 *       "confirmed"
                 *     ]
                 */
                status?: ("scheduled" | "confirmed" | "cancelled" | "no_show" | "completed")[];
                /**
                 * @description Starting before this time.
                 * @example 2026-07-01T00:00:00.000Z
                 */
                to?: string;
                /**
                 * @description Only resources that changed at or after this time. `updatedAt` is when the change began, and loading records can take 15 minutes, so start the next search 15 minutes before the previous one. Removed resources are left out.
                 * @example 2026-02-20T16:05:52.904Z
                 */
                updatedSince?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of reservations. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "3a8b6e0c-d915-4b27-8c4f-f60e1a9d7253",
                     *           "createdAt": "2026-01-12T09:41:07.318Z",
                     *           "updatedAt": "2026-02-20T16:05:52.904Z",
                     *           "version": 3,
                     *           "patientId": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *           "patientName": "Ana Lucía Gómez Herrera",
                     *           "medicId": "f0a6d2c8-7e13-4b59-84c7-3d9b5e1f6a20",
                     *           "medicName": "Tomás Ibarra",
                     *           "examId": "28c5e9b1-d06f-4a37-9e82-6b4f1d7a3c05",
                     *           "examName": "Complete blood count",
                     *           "startsAt": "2026-03-03T15:00:00.000Z",
                     *           "endsAt": "2026-03-03T15:30:00.000Z",
                     *           "status": "scheduled",
                     *           "notes": "Needs an interpreter for Spanish.",
                     *           "cancellationReason": null
                     *         }
                     *       ],
                     *       "page": {
                     *         "limit": 25,
                     *         "nextCursor": null,
                     *         "total": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ReservationPage"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    bookReservation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Makes retries safe: for 24 hours, the same key and request return the first response again. If you can no longer read the resource, a retry returns what a read returns.
                 * @example 2f9c1d7e-booking-0417
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReservationInput"];
            };
        };
        responses: {
            /** @description The new reservation. */
            201: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description The path of the new resource. */
                    Location?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "3a8b6e0c-d915-4b27-8c4f-f60e1a9d7253",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 3,
                     *       "patientId": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *       "patientName": "Ana Lucía Gómez Herrera",
                     *       "medicId": "f0a6d2c8-7e13-4b59-84c7-3d9b5e1f6a20",
                     *       "medicName": "Tomás Ibarra",
                     *       "examId": "28c5e9b1-d06f-4a37-9e82-6b4f1d7a3c05",
                     *       "examName": "Complete blood count",
                     *       "startsAt": "2026-03-03T15:00:00.000Z",
                     *       "endsAt": "2026-03-03T15:30:00.000Z",
                     *       "status": "scheduled",
                     *       "notes": "Needs an interpreter for Spanish.",
                     *       "cancellationReason": null
                     *     }
                     */
                    "application/json": components["schemas"]["Reservation"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `conflict`: The request conflicts with stored data, or another request with the same Idempotency-Key is still running.
             *
             *     `slot-taken`: The medic or the patient already has a reservation at that time.
             */
            409: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds to wait while the first request with this key is running. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload-too-large`: The request body is too large. */
            413: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The request body has a media type or encoding that this operation doesn't support. */
            415: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule.
             *
             *     `idempotency-key-reused`: This Idempotency-Key was already used for a different request. Use a new key for each new request.
             */
            422: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReservation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Return 304 if the resource still has this ETag.
                 * @example "3"
                 */
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the resource.
                 * @example 3a8b6e0c-d915-4b27-8c4f-f60e1a9d7253
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The reservation. */
            200: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "3a8b6e0c-d915-4b27-8c4f-f60e1a9d7253",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 3,
                     *       "patientId": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *       "patientName": "Ana Lucía Gómez Herrera",
                     *       "medicId": "f0a6d2c8-7e13-4b59-84c7-3d9b5e1f6a20",
                     *       "medicName": "Tomás Ibarra",
                     *       "examId": "28c5e9b1-d06f-4a37-9e82-6b4f1d7a3c05",
                     *       "examName": "Complete blood count",
                     *       "startsAt": "2026-03-03T15:00:00.000Z",
                     *       "endsAt": "2026-03-03T15:30:00.000Z",
                     *       "status": "scheduled",
                     *       "notes": "Needs an interpreter for Spanish.",
                     *       "cancellationReason": null
                     *     }
                     */
                    "application/json": components["schemas"]["Reservation"];
                };
            };
            /** @description Not modified: the version in `If-None-Match` is current. */
            304: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeReservation: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Return 412 unless the resource still has this ETag.
                 * @example "3"
                 */
                "If-Match"?: string;
            };
            path: {
                /**
                 * @description The id of the resource.
                 * @example 3a8b6e0c-d915-4b27-8c4f-f60e1a9d7253
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReservationPatch"];
                "application/merge-patch+json": components["schemas"]["ReservationPatch"];
            };
        };
        responses: {
            /** @description The updated reservation. */
            200: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "3a8b6e0c-d915-4b27-8c4f-f60e1a9d7253",
                     *       "createdAt": "2026-01-12T09:41:07.318Z",
                     *       "updatedAt": "2026-02-20T16:05:52.904Z",
                     *       "version": 4,
                     *       "patientId": "6f1c9a52-0b7e-4b7e-9d59-0f4c3a2b1d10",
                     *       "patientName": "Ana Lucía Gómez Herrera",
                     *       "medicId": "f0a6d2c8-7e13-4b59-84c7-3d9b5e1f6a20",
                     *       "medicName": "Tomás Ibarra",
                     *       "examId": "28c5e9b1-d06f-4a37-9e82-6b4f1d7a3c05",
                     *       "examName": "Complete blood count",
                     *       "startsAt": "2026-03-03T15:00:00.000Z",
                     *       "endsAt": "2026-03-03T15:30:00.000Z",
                     *       "status": "cancelled",
                     *       "notes": "Needs an interpreter for Spanish.",
                     *       "cancellationReason": "The patient is traveling."
                     *     }
                     */
                    "application/json": components["schemas"]["Reservation"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not-found`: The resource doesn't exist or you don't have access to it. */
            404: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `conflict`: The request conflicts with stored data, or another request with the same Idempotency-Key is still running.
             *
             *     `slot-taken`: The medic or the patient already has a reservation at that time.
             *
             *     `illegal-transition`: The reservation can't change from its current status to the requested one.
             */
            409: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition-failed`: The resource has changed since the version in `If-Match`. Read it again, then retry the change. */
            412: {
                headers: {
                    /** @description The version, for `If-Match` and `If-None-Match`. */
                    ETag?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload-too-large`: The request body is too large. */
            413: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The request body has a media type or encoding that this operation doesn't support. */
            415: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule. */
            422: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    findAvailability: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description For 24 hours, the same key works for the same request only. This operation changes nothing, so a retry runs it again.
                 * @example 2f9c1d7e-booking-0417
                 */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "examId": "e7a4c1d9-5b62-4f08-93be-2d6f8a0c7514",
                 *       "medicId": "b3d8f0e4-7a21-4c36-8f5d-91e6c2a47d03",
                 *       "from": "2026-03-02T00:00:00.000Z",
                 *       "to": "2026-03-30T00:00:00.000Z",
                 *       "limit": 20
                 *     }
                 */
                "application/json": components["schemas"]["AvailabilityInput"];
            };
        };
        responses: {
            /** @description Available slots, ordered by start. */
            200: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "medicId": "b3d8f0e4-7a21-4c36-8f5d-91e6c2a47d03",
                     *           "medicName": "Tomás Ibarra",
                     *           "startsAt": "2026-03-03T15:00:00.000Z",
                     *           "endsAt": "2026-03-03T15:30:00.000Z"
                     *         }
                     *       ],
                     *       "page": {
                     *         "limit": 20,
                     *         "nextCursor": null
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Availability"];
                };
            };
            /** @description `malformed-request`: The request can't be read: it has invalid JSON, an invalid header or a cursor from another list. */
            400: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: The access token is missing, invalid or expired. Get a new one and try again. */
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: Your role doesn't allow this operation, or doesn't allow setting the fields listed in `errors`. */
            403: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request conflicts with stored data, or another request with the same Idempotency-Key is still running. */
            409: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Seconds to wait while the first request with this key is running. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload-too-large`: The request body is too large. */
            413: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `uri-too-long`: The path and query string are too long. */
            414: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported-media-type`: The request body has a media type or encoding that this operation doesn't support. */
            415: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation-failed`: The request is readable but breaks one or more rules. `errors` lists each invalid part and its rule.
             *
             *     `idempotency-key-reused`: This Idempotency-Key was already used for a different request. Use a new key for each new request.
             */
            422: {
                headers: {
                    /** @description `true` if an earlier request with the same Idempotency-Key did the work. */
                    "Idempotency-Replayed"?: "true";
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too-many-requests`: The rate limit is exceeded. Retry after the time in `Retry-After`. */
            429: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `header-fields-too-large`: The request headers are too large. */
            431: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: An unexpected error occurred. Contact support with the request id. */
            500: {
                headers: {
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The service is temporarily unavailable. Retry after the time in `Retry-After`. */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After"?: string;
                    /** @description Identifies the request in the logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
