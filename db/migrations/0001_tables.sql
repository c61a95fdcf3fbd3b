CREATE SCHEMA "bedrock_integration";
--> statement-breakpoint
CREATE TABLE "assistant_messages" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"session_id" uuid NOT NULL,
	"role" text NOT NULL,
	"content" text NOT NULL,
	"citations" jsonb,
	"tool_calls" jsonb,
	"usage" jsonb,
	CONSTRAINT "assistant_messages_role_known" CHECK (role in ('user', 'assistant'))
);
--> statement-breakpoint
ALTER TABLE "assistant_messages" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "assistant_sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"owner_subject" text NOT NULL,
	"patient_id" uuid,
	"title" text,
	"closed_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "assistant_sessions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_events" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"occurred_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"request_id" text NOT NULL,
	"actor_subject" text,
	"actor_role" text,
	"action" text NOT NULL,
	"resource_type" text NOT NULL,
	"resource_id" text,
	"patient_ids" uuid[] DEFAULT '{}'::uuid[] NOT NULL,
	"outcome" text NOT NULL,
	"status" integer NOT NULL,
	CONSTRAINT "audit_events_outcome_known" CHECK (outcome in ('success', 'refused', 'failed'))
);
--> statement-breakpoint
ALTER TABLE "audit_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "row_history" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "row_history_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"table_name" text NOT NULL,
	"row_id" uuid NOT NULL,
	"patient_id" uuid,
	"operation" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"actor_subject" text,
	"actor_role" text,
	"request_id" text
);
--> statement-breakpoint
ALTER TABLE "row_history" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "exam_results" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"patient_id" uuid NOT NULL,
	"exam_id" uuid,
	"reservation_id" uuid,
	"medic_id" uuid,
	"system" text,
	"code" text,
	"display" text NOT NULL,
	"effective_at" timestamp (3) with time zone NOT NULL,
	"value" jsonb,
	"reference_range" jsonb,
	"interpretation" text,
	"status" text NOT NULL,
	"replaces_id" uuid,
	CONSTRAINT "exam_results_status_known" CHECK (status in ('registered', 'preliminary', 'final', 'amended', 'corrected', 'cancelled', 'entered-in-error', 'unknown'))
);
--> statement-breakpoint
ALTER TABLE "exam_results" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "exams" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"description" text,
	"duration_minutes" integer NOT NULL,
	"preparation_instructions" text,
	"active" boolean DEFAULT true NOT NULL,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "exams_duration_in_range" CHECK (duration_minutes between 5 and 480)
);
--> statement-breakpoint
ALTER TABLE "exams" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "files" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"patient_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"content_type" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"category" text NOT NULL,
	"classification" jsonb,
	"status" text DEFAULT 'pending' NOT NULL,
	"object_key" text NOT NULL,
	"inline_text" text,
	"upload_expires_at" timestamp (3) with time zone,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "files_category_known" CHECK (category in ('medical-history', 'exam-result', 'imaging', 'identification', 'consent', 'other')),
	CONSTRAINT "files_status_known" CHECK (status in ('pending', 'available', 'rejected', 'removed')),
	CONSTRAINT "files_size_in_range" CHECK (size_bytes between 0 and 104857600)
);
--> statement-breakpoint
ALTER TABLE "files" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "bedrock_integration"."knowledge_base" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"embedding" vector(1024),
	"chunks" text,
	"metadata" json,
	"custom_metadata" jsonb
);
--> statement-breakpoint
ALTER TABLE "bedrock_integration"."knowledge_base" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "medics" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"given_name" text NOT NULL,
	"family_name" text NOT NULL,
	"search_name" text GENERATED ALWAYS AS (fold_text(given_name || ' ' || family_name)) STORED NOT NULL,
	"specialty" text,
	"department" text,
	"license_number" text NOT NULL,
	"email" text,
	"phone" text,
	"working_hours" jsonb,
	"account_subject" text,
	"active" boolean DEFAULT true NOT NULL,
	"removed_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "medics" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "medical_history_entries" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"patient_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"system" text,
	"code" text,
	"display" text NOT NULL,
	"start_date" date,
	"end_date" date,
	"status" text,
	"note" text,
	CONSTRAINT "medical_history_kind_known" CHECK (kind in ('condition', 'procedure', 'medication', 'allergy'))
);
--> statement-breakpoint
ALTER TABLE "medical_history_entries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "patients" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"given_name" text NOT NULL,
	"family_name" text NOT NULL,
	"search_name" text GENERATED ALWAYS AS (fold_text(given_name || ' ' || family_name)) STORED NOT NULL,
	"birth_date" date NOT NULL,
	"gender" text NOT NULL,
	"national_id_type" text,
	"national_id_number" text,
	"email" text,
	"phone" text,
	"address" jsonb,
	"account_subject" text,
	"active" boolean DEFAULT true NOT NULL,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "patients_gender_known" CHECK (gender in ('male', 'female', 'other', 'unknown')),
	CONSTRAINT "patients_national_id_whole" CHECK ((national_id_type is null) = (national_id_number is null))
);
--> statement-breakpoint
ALTER TABLE "patients" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "reservations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"patient_id" uuid NOT NULL,
	"medic_id" uuid NOT NULL,
	"exam_id" uuid NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"status" text DEFAULT 'scheduled' NOT NULL,
	"notes" text,
	"cancellation_reason" text,
	CONSTRAINT "reservations_status_known" CHECK (status in ('scheduled', 'confirmed', 'cancelled', 'no_show', 'completed')),
	CONSTRAINT "reservations_end_after_start" CHECK (ends_at > starts_at)
);
--> statement-breakpoint
ALTER TABLE "reservations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "application_keys" (
	"purpose" text PRIMARY KEY NOT NULL,
	"key" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "application_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"caller_subject" text NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"status" integer NOT NULL,
	"headers" jsonb NOT NULL,
	"body" text NOT NULL,
	"trail" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_caller_subject_key_pk" PRIMARY KEY("caller_subject","key")
);
--> statement-breakpoint
ALTER TABLE "idempotency_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "loaded_resources" (
	"resource_type" text NOT NULL,
	"resource_id" text NOT NULL,
	"content_hash" text NOT NULL,
	"last_updated" timestamp (3) with time zone,
	"loaded_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "loaded_resources_resource_type_resource_id_content_hash_pk" PRIMARY KEY("resource_type","resource_id","content_hash")
);
--> statement-breakpoint
ALTER TABLE "loaded_resources" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "assistant_messages" ADD CONSTRAINT "assistant_messages_session_id_assistant_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."assistant_sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assistant_sessions" ADD CONSTRAINT "assistant_sessions_patient_id_patients_id_fk" FOREIGN KEY ("patient_id") REFERENCES "public"."patients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exam_results" ADD CONSTRAINT "exam_results_patient_id_patients_id_fk" FOREIGN KEY ("patient_id") REFERENCES "public"."patients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exam_results" ADD CONSTRAINT "exam_results_exam_id_exams_id_fk" FOREIGN KEY ("exam_id") REFERENCES "public"."exams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exam_results" ADD CONSTRAINT "exam_results_reservation_id_reservations_id_fk" FOREIGN KEY ("reservation_id") REFERENCES "public"."reservations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exam_results" ADD CONSTRAINT "exam_results_medic_id_medics_id_fk" FOREIGN KEY ("medic_id") REFERENCES "public"."medics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exam_results" ADD CONSTRAINT "exam_results_replaces_id_exam_results_id_fk" FOREIGN KEY ("replaces_id") REFERENCES "public"."exam_results"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_patient_id_patients_id_fk" FOREIGN KEY ("patient_id") REFERENCES "public"."patients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "medical_history_entries" ADD CONSTRAINT "medical_history_entries_patient_id_patients_id_fk" FOREIGN KEY ("patient_id") REFERENCES "public"."patients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_patient_id_patients_id_fk" FOREIGN KEY ("patient_id") REFERENCES "public"."patients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_medic_id_medics_id_fk" FOREIGN KEY ("medic_id") REFERENCES "public"."medics"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_exam_id_exams_id_fk" FOREIGN KEY ("exam_id") REFERENCES "public"."exams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "assistant_messages_session" ON "assistant_messages" USING btree ("session_id","created_at","id");--> statement-breakpoint
CREATE INDEX "assistant_sessions_owner" ON "assistant_sessions" USING btree ("owner_subject","created_at","id");--> statement-breakpoint
CREATE INDEX "assistant_sessions_patient" ON "assistant_sessions" USING btree ("patient_id");--> statement-breakpoint
CREATE INDEX "audit_events_occurred_at" ON "audit_events" USING btree ("occurred_at","id");--> statement-breakpoint
CREATE INDEX "audit_events_patients" ON "audit_events" USING gin ("patient_ids");--> statement-breakpoint
CREATE INDEX "audit_events_actor" ON "audit_events" USING btree ("actor_subject","occurred_at","id");--> statement-breakpoint
CREATE INDEX "audit_events_action" ON "audit_events" USING btree ("action","occurred_at","id");--> statement-breakpoint
CREATE INDEX "row_history_row" ON "row_history" USING btree ("table_name","row_id","id");--> statement-breakpoint
CREATE INDEX "row_history_patient" ON "row_history" USING btree ("patient_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "exam_results_replaces_unique" ON "exam_results" USING btree ("replaces_id");--> statement-breakpoint
CREATE INDEX "exam_results_patient" ON "exam_results" USING btree ("patient_id","effective_at","id");--> statement-breakpoint
CREATE INDEX "exam_results_effective_at" ON "exam_results" USING btree ("effective_at","id");--> statement-breakpoint
CREATE INDEX "exam_results_exam" ON "exam_results" USING btree ("exam_id");--> statement-breakpoint
CREATE INDEX "exam_results_reservation" ON "exam_results" USING btree ("reservation_id");--> statement-breakpoint
CREATE INDEX "exam_results_medic" ON "exam_results" USING btree ("medic_id");--> statement-breakpoint
CREATE UNIQUE INDEX "exams_name_unique" ON "exams" USING btree (lower(name)) WHERE removed_at is null;--> statement-breakpoint
CREATE INDEX "exams_name" ON "exams" USING btree (fold_text(name),"id");--> statement-breakpoint
CREATE INDEX "exams_created_at" ON "exams" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "exams_type" ON "exams" USING btree ("type","id");--> statement-breakpoint
CREATE UNIQUE INDEX "files_object_key_unique" ON "files" USING btree ("object_key");--> statement-breakpoint
CREATE INDEX "files_patient" ON "files" USING btree ("patient_id","created_at","id");--> statement-breakpoint
CREATE INDEX "files_upload_expires_at" ON "files" USING btree ("upload_expires_at") WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX "knowledge_base_embedding" ON "bedrock_integration"."knowledge_base" USING hnsw ("embedding" vector_cosine_ops) WITH (m=16,ef_construction=256);--> statement-breakpoint
CREATE INDEX "knowledge_base_chunks" ON "bedrock_integration"."knowledge_base" USING gin (to_tsvector('simple', chunks));--> statement-breakpoint
CREATE INDEX "knowledge_base_custom_metadata" ON "bedrock_integration"."knowledge_base" USING gin ("custom_metadata");--> statement-breakpoint
CREATE INDEX "knowledge_base_patient" ON "bedrock_integration"."knowledge_base" USING btree ((custom_metadata ->> 'patientId'));--> statement-breakpoint
CREATE INDEX "knowledge_base_document" ON "bedrock_integration"."knowledge_base" USING btree ((custom_metadata ->> 'documentId'));--> statement-breakpoint
CREATE UNIQUE INDEX "medics_license_number_unique" ON "medics" USING btree ("license_number") WHERE removed_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "medics_account_subject_unique" ON "medics" USING btree ("account_subject") WHERE removed_at is null;--> statement-breakpoint
CREATE INDEX "medics_search_name_trigram" ON "medics" USING gin (search_name gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "medics_created_at" ON "medics" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "medics_name" ON "medics" USING btree (fold_text(family_name),fold_text(given_name),"id");--> statement-breakpoint
CREATE INDEX "medics_specialty" ON "medics" USING btree ("specialty","id");--> statement-breakpoint
CREATE INDEX "medics_department" ON "medics" USING btree ("department","id");--> statement-breakpoint
CREATE INDEX "medical_history_entries_patient" ON "medical_history_entries" USING btree ("patient_id","kind","position","start_date","id");--> statement-breakpoint
CREATE UNIQUE INDEX "patients_national_id_unique" ON "patients" USING btree ("national_id_type","national_id_number") WHERE removed_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "patients_email_unique" ON "patients" USING btree (lower(email)) WHERE removed_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "patients_account_subject_unique" ON "patients" USING btree ("account_subject") WHERE removed_at is null;--> statement-breakpoint
CREATE INDEX "patients_search_name_trigram" ON "patients" USING gin (search_name gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "patients_created_at" ON "patients" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "patients_updated_at" ON "patients" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "patients_name" ON "patients" USING btree (fold_text(family_name),fold_text(given_name),"id");--> statement-breakpoint
CREATE INDEX "patients_birth_date" ON "patients" USING btree ("birth_date","id");--> statement-breakpoint
CREATE INDEX "patients_national_id_number" ON "patients" USING btree ("national_id_number");--> statement-breakpoint
CREATE INDEX "patients_phone" ON "patients" USING btree ("phone");--> statement-breakpoint
CREATE INDEX "reservations_starts_at" ON "reservations" USING btree ("starts_at","id");--> statement-breakpoint
CREATE INDEX "reservations_patient" ON "reservations" USING btree ("patient_id","starts_at","id");--> statement-breakpoint
CREATE INDEX "reservations_medic" ON "reservations" USING btree ("medic_id","starts_at","id");--> statement-breakpoint
CREATE INDEX "reservations_exam" ON "reservations" USING btree ("exam_id","starts_at","id");--> statement-breakpoint
CREATE INDEX "reservations_status" ON "reservations" USING btree ("status","starts_at","id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_expires_at" ON "idempotency_keys" USING btree ("expires_at");--> statement-breakpoint
CREATE POLICY "assistant_messages_migrator" ON "assistant_messages" AS PERMISSIVE FOR ALL TO "migrator" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "assistant_messages_readonly" ON "assistant_messages" AS PERMISSIVE FOR SELECT TO "readonly" USING (true);--> statement-breakpoint
CREATE POLICY "assistant_messages_select" ON "assistant_messages" AS PERMISSIVE FOR SELECT TO "app" USING (session_id in (select id from assistant_sessions));--> statement-breakpoint
CREATE POLICY "assistant_messages_insert" ON "assistant_messages" AS PERMISSIVE FOR INSERT TO "app" WITH CHECK (session_id in (select id from assistant_sessions));--> statement-breakpoint
CREATE POLICY "assistant_sessions_migrator" ON "assistant_sessions" AS PERMISSIVE FOR ALL TO "migrator" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "assistant_sessions_readonly" ON "assistant_sessions" AS PERMISSIVE FOR SELECT TO "readonly" USING (true);--> statement-breakpoint
CREATE POLICY "assistant_sessions_select" ON "assistant_sessions" AS PERMISSIVE FOR SELECT TO "app" USING ((select caller_role()) in ('admin', 'medic', 'service') and owner_subject = (select caller_subject()));--> statement-breakpoint
CREATE POLICY "assistant_sessions_insert" ON "assistant_sessions" AS PERMISSIVE FOR INSERT TO "app" WITH CHECK ((select caller_role()) in ('admin', 'medic', 'service') and owner_subject = (select caller_subject()));--> statement-breakpoint
CREATE POLICY "assistant_sessions_update" ON "assistant_sessions" AS PERMISSIVE FOR UPDATE TO "app" USING ((select caller_role()) in ('admin', 'medic', 'service') and owner_subject = (select caller_subject())) WITH CHECK ((select caller_role()) in ('admin', 'medic', 'service') and owner_subject = (select caller_subject()));--> statement-breakpoint
CREATE POLICY "audit_events_migrator" ON "audit_events" AS PERMISSIVE FOR ALL TO "migrator" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "audit_events_readonly" ON "audit_events" AS PERMISSIVE FOR SELECT TO "readonly" USING (true);--> statement-breakpoint
CREATE POLICY "audit_events_select" ON "audit_events" AS PERMISSIVE FOR SELECT TO "app" USING ((select caller_role()) in ('admin'));--> statement-breakpoint
CREATE POLICY "audit_events_insert" ON "audit_events" AS PERMISSIVE FOR INSERT TO "app" WITH CHECK (actor_subject is not distinct from (select caller_subject()) and actor_role is not distinct from (select caller_role()));--> statement-breakpoint
CREATE POLICY "row_history_migrator" ON "row_history" AS PERMISSIVE FOR ALL TO "migrator" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "row_history_readonly" ON "row_history" AS PERMISSIVE FOR SELECT TO "readonly" USING (true);--> statement-breakpoint
CREATE POLICY "row_history_select" ON "row_history" AS PERMISSIVE FOR SELECT TO "app" USING ((select caller_role()) in ('admin'));--> statement-breakpoint
CREATE POLICY "exam_results_migrator" ON "exam_results" AS PERMISSIVE FOR ALL TO "migrator" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "exam_results_readonly" ON "exam_results" AS PERMISSIVE FOR SELECT TO "readonly" USING (true);--> statement-breakpoint
CREATE POLICY "exam_results_select" ON "exam_results" AS PERMISSIVE FOR SELECT TO "app" USING ((select caller_role()) in ('admin', 'loader') or ((select caller_role()) in ('medic') and exists (select from patients where patients.id = patient_id offset 0)) or patient_id = (select caller_patient_id()));--> statement-breakpoint
CREATE POLICY "exam_results_insert" ON "exam_results" AS PERMISSIVE FOR INSERT TO "app" WITH CHECK ((select caller_role()) in ('loader') or ((select caller_role()) in ('medic') and exists (select from patients where patients.id = patient_id offset 0)));--> statement-breakpoint
CREATE POLICY "exams_migrator" ON "exams" AS PERMISSIVE FOR ALL TO "migrator" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "exams_readonly" ON "exams" AS PERMISSIVE FOR SELECT TO "readonly" USING (true);--> statement-breakpoint
CREATE POLICY "exams_select" ON "exams" AS PERMISSIVE FOR SELECT TO "app" USING ((select caller_role()) is not null);--> statement-breakpoint
CREATE POLICY "exams_insert" ON "exams" AS PERMISSIVE FOR INSERT TO "app" WITH CHECK ((select caller_role()) in ('admin', 'loader'));--> statement-breakpoint
CREATE POLICY "exams_update" ON "exams" AS PERMISSIVE FOR UPDATE TO "app" USING ((select caller_role()) in ('admin', 'loader')) WITH CHECK ((select caller_role()) in ('admin', 'loader'));--> statement-breakpoint
CREATE POLICY "files_migrator" ON "files" AS PERMISSIVE FOR ALL TO "migrator" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "files_readonly" ON "files" AS PERMISSIVE FOR SELECT TO "readonly" USING (true);--> statement-breakpoint
CREATE POLICY "files_select" ON "files" AS PERMISSIVE FOR SELECT TO "app" USING ((select caller_role()) in ('admin', 'loader') or ((select caller_role()) in ('medic', 'staff') and exists (select from patients where patients.id = patient_id offset 0)) or patient_id = (select caller_patient_id()));--> statement-breakpoint
CREATE POLICY "files_insert" ON "files" AS PERMISSIVE FOR INSERT TO "app" WITH CHECK ((select caller_role()) in ('admin', 'loader') or ((select caller_role()) in ('medic', 'staff') and exists (select from patients where patients.id = patient_id offset 0)) or patient_id = (select caller_patient_id()));--> statement-breakpoint
CREATE POLICY "files_update" ON "files" AS PERMISSIVE FOR UPDATE TO "app" USING ((select caller_role()) in ('admin', 'loader') or ((select caller_role()) in ('medic', 'staff') and exists (select from patients where patients.id = patient_id offset 0)) or patient_id = (select caller_patient_id())) WITH CHECK ((select caller_role()) in ('admin', 'loader') or ((select caller_role()) in ('medic', 'staff') and exists (select from patients where patients.id = patient_id offset 0)) or patient_id = (select caller_patient_id()));--> statement-breakpoint
CREATE POLICY "knowledge_base_migrator" ON "bedrock_integration"."knowledge_base" AS PERMISSIVE FOR ALL TO "migrator" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "knowledge_base_readonly" ON "bedrock_integration"."knowledge_base" AS PERMISSIVE FOR SELECT TO "readonly" USING (true);--> statement-breakpoint
CREATE POLICY "knowledge_base_select" ON "bedrock_integration"."knowledge_base" AS PERMISSIVE FOR SELECT TO "app" USING ((select caller_role()) in ('admin', 'medic', 'service', 'loader'));--> statement-breakpoint
CREATE POLICY "knowledge_base_insert" ON "bedrock_integration"."knowledge_base" AS PERMISSIVE FOR INSERT TO "app" WITH CHECK ((select caller_role()) in ('admin', 'service', 'loader'));--> statement-breakpoint
CREATE POLICY "knowledge_base_update" ON "bedrock_integration"."knowledge_base" AS PERMISSIVE FOR UPDATE TO "app" USING ((select caller_role()) in ('admin', 'service', 'loader')) WITH CHECK ((select caller_role()) in ('admin', 'service', 'loader'));--> statement-breakpoint
CREATE POLICY "knowledge_base_delete" ON "bedrock_integration"."knowledge_base" AS PERMISSIVE FOR DELETE TO "app" USING ((select caller_role()) in ('admin', 'service', 'loader'));--> statement-breakpoint
CREATE POLICY "knowledge_base_bedrock" ON "bedrock_integration"."knowledge_base" AS PERMISSIVE FOR ALL TO "bedrock_user" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "medics_migrator" ON "medics" AS PERMISSIVE FOR ALL TO "migrator" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "medics_readonly" ON "medics" AS PERMISSIVE FOR SELECT TO "readonly" USING (true);--> statement-breakpoint
CREATE POLICY "medics_select" ON "medics" AS PERMISSIVE FOR SELECT TO "app" USING ((select caller_role()) is not null);--> statement-breakpoint
CREATE POLICY "medics_insert" ON "medics" AS PERMISSIVE FOR INSERT TO "app" WITH CHECK ((select caller_role()) in ('admin', 'loader'));--> statement-breakpoint
CREATE POLICY "medics_update" ON "medics" AS PERMISSIVE FOR UPDATE TO "app" USING ((select caller_role()) in ('admin', 'loader')) WITH CHECK ((select caller_role()) in ('admin', 'loader'));--> statement-breakpoint
CREATE POLICY "medical_history_entries_migrator" ON "medical_history_entries" AS PERMISSIVE FOR ALL TO "migrator" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "medical_history_entries_readonly" ON "medical_history_entries" AS PERMISSIVE FOR SELECT TO "readonly" USING (true);--> statement-breakpoint
CREATE POLICY "medical_history_entries_select" ON "medical_history_entries" AS PERMISSIVE FOR SELECT TO "app" USING ((select caller_role()) in ('admin', 'loader') or ((select caller_role()) in ('medic') and exists (select from patients where patients.id = patient_id offset 0)) or patient_id = (select caller_patient_id()));--> statement-breakpoint
CREATE POLICY "medical_history_entries_insert" ON "medical_history_entries" AS PERMISSIVE FOR INSERT TO "app" WITH CHECK ((select caller_role()) in ('admin', 'loader') or ((select caller_role()) in ('medic') and exists (select from patients where patients.id = patient_id offset 0)));--> statement-breakpoint
CREATE POLICY "medical_history_entries_update" ON "medical_history_entries" AS PERMISSIVE FOR UPDATE TO "app" USING ((select caller_role()) in ('admin', 'loader') or ((select caller_role()) in ('medic') and exists (select from patients where patients.id = patient_id offset 0))) WITH CHECK ((select caller_role()) in ('admin', 'loader') or ((select caller_role()) in ('medic') and exists (select from patients where patients.id = patient_id offset 0)));--> statement-breakpoint
CREATE POLICY "medical_history_entries_delete" ON "medical_history_entries" AS PERMISSIVE FOR DELETE TO "app" USING ((select caller_role()) in ('admin', 'loader') or ((select caller_role()) in ('medic') and exists (select from patients where patients.id = patient_id offset 0)));--> statement-breakpoint
CREATE POLICY "patients_migrator" ON "patients" AS PERMISSIVE FOR ALL TO "migrator" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "patients_readonly" ON "patients" AS PERMISSIVE FOR SELECT TO "readonly" USING (true);--> statement-breakpoint
CREATE POLICY "patients_select" ON "patients" AS PERMISSIVE FOR SELECT TO "app" USING ((select caller_role()) in ('admin') or (removed_at is null and ((select caller_role()) in ('medic', 'staff', 'service', 'loader') or id = (select caller_patient_id()))));--> statement-breakpoint
CREATE POLICY "patients_insert" ON "patients" AS PERMISSIVE FOR INSERT TO "app" WITH CHECK ((select caller_role()) in ('admin', 'medic', 'staff', 'loader'));--> statement-breakpoint
CREATE POLICY "patients_update" ON "patients" AS PERMISSIVE FOR UPDATE TO "app" USING ((select caller_role()) in ('admin') or (removed_at is null and ((select caller_role()) in ('medic', 'staff', 'loader') or id = (select caller_patient_id())))) WITH CHECK ((select caller_role()) in ('admin') or (removed_at is null and ((select caller_role()) in ('medic', 'staff', 'loader') or id = (select caller_patient_id()))));--> statement-breakpoint
CREATE POLICY "reservations_migrator" ON "reservations" AS PERMISSIVE FOR ALL TO "migrator" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "reservations_readonly" ON "reservations" AS PERMISSIVE FOR SELECT TO "readonly" USING (true);--> statement-breakpoint
CREATE POLICY "reservations_select" ON "reservations" AS PERMISSIVE FOR SELECT TO "app" USING ((select caller_role()) in ('admin', 'loader') or ((select caller_role()) in ('medic', 'staff', 'service') and exists (select from patients where patients.id = patient_id offset 0)) or patient_id = (select caller_patient_id()));--> statement-breakpoint
CREATE POLICY "reservations_insert" ON "reservations" AS PERMISSIVE FOR INSERT TO "app" WITH CHECK ((select caller_role()) in ('admin', 'loader') or ((select caller_role()) in ('medic', 'staff', 'service') and exists (select from patients where patients.id = patient_id offset 0)) or patient_id = (select caller_patient_id()));--> statement-breakpoint
CREATE POLICY "reservations_update" ON "reservations" AS PERMISSIVE FOR UPDATE TO "app" USING ((select caller_role()) in ('admin', 'loader') or ((select caller_role()) in ('medic', 'staff') and exists (select from patients where patients.id = patient_id offset 0)) or patient_id = (select caller_patient_id())) WITH CHECK ((select caller_role()) in ('admin', 'loader') or ((select caller_role()) in ('medic', 'staff') and exists (select from patients where patients.id = patient_id offset 0)) or patient_id = (select caller_patient_id()));--> statement-breakpoint
CREATE POLICY "application_keys_migrator" ON "application_keys" AS PERMISSIVE FOR ALL TO "migrator" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "application_keys_select" ON "application_keys" AS PERMISSIVE FOR SELECT TO "app" USING (true);--> statement-breakpoint
CREATE POLICY "idempotency_keys_migrator" ON "idempotency_keys" AS PERMISSIVE FOR ALL TO "migrator" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "idempotency_keys_select" ON "idempotency_keys" AS PERMISSIVE FOR SELECT TO "app" USING (caller_subject = (select caller_subject()));--> statement-breakpoint
CREATE POLICY "idempotency_keys_insert" ON "idempotency_keys" AS PERMISSIVE FOR INSERT TO "app" WITH CHECK (caller_subject = (select caller_subject()));--> statement-breakpoint
CREATE POLICY "idempotency_keys_delete" ON "idempotency_keys" AS PERMISSIVE FOR DELETE TO "app" USING (caller_subject = (select caller_subject()));--> statement-breakpoint
CREATE POLICY "loaded_resources_migrator" ON "loaded_resources" AS PERMISSIVE FOR ALL TO "migrator" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "loaded_resources_readonly" ON "loaded_resources" AS PERMISSIVE FOR SELECT TO "readonly" USING (true);--> statement-breakpoint
CREATE POLICY "loaded_resources_select" ON "loaded_resources" AS PERMISSIVE FOR SELECT TO "app" USING ((select caller_role()) in ('loader'));--> statement-breakpoint
CREATE POLICY "loaded_resources_insert" ON "loaded_resources" AS PERMISSIVE FOR INSERT TO "app" WITH CHECK ((select caller_role()) in ('loader'));--> statement-breakpoint
CREATE POLICY "loaded_resources_update" ON "loaded_resources" AS PERMISSIVE FOR UPDATE TO "app" USING ((select caller_role()) in ('loader')) WITH CHECK ((select caller_role()) in ('loader'));