/** The tables of the vendors, made after their documentation: those that presets read, with the columns that matter. */

/** `tracks`, `identifies`, `groups` and `pages` as both vendors document them; `extra` are columns of one of them. */
export const segmentTables = (schema: string, time: string, extra = ''): string => {
  const common = `
    id VARCHAR(512), anonymous_id VARCHAR(512), user_id VARCHAR(512),
    original_timestamp ${time}, sent_at ${time}, received_at ${time}, "timestamp" ${time}, uuid_ts ${time},
    context_ip VARCHAR(512)${extra}`;
  return `
    CREATE SCHEMA "${schema}";
    CREATE TABLE "${schema}".tracks (${common}, event VARCHAR(512), event_text VARCHAR(512), context_group_id VARCHAR(512));
    CREATE TABLE "${schema}".identifies (${common}, role VARCHAR(512), plan VARCHAR(512), utm_source VARCHAR(512));
    CREATE TABLE "${schema}".groups (${common}, group_id VARCHAR(512), tier VARCHAR(512));
    CREATE TABLE "${schema}".pages (${common}, path VARCHAR(512));
  `;
};

/** The models of the batch export to Postgres, as PostHog documents them. */
export const posthogTables = (schema: string, personId = 'TEXT'): string => `
  CREATE SCHEMA ${schema};
  CREATE TABLE ${schema}.events (
    uuid VARCHAR(200), event VARCHAR(200), properties JSONB, elements JSONB, "set" JSONB, set_once JSONB,
    distinct_id VARCHAR(200), team_id INTEGER, ip VARCHAR(200), site_url VARCHAR(200),
    "timestamp" TIMESTAMP WITH TIME ZONE
  );
  CREATE TABLE ${schema}.persons (
    team_id INTEGER, distinct_id TEXT, person_id ${personId}, properties JSONB, person_distinct_id_version INTEGER,
    person_version INTEGER, created_at TIMESTAMP WITH TIME ZONE, PRIMARY KEY (team_id, distinct_id)
  );
`;

/** The columns that matter of the atomic tables, with the types of Snowplow's loader for Postgres. */
export const snowplowTables = (schema: string): string => {
  const entity = `
    schema_vendor VARCHAR(128) NOT NULL, schema_name VARCHAR(128) NOT NULL, schema_format VARCHAR(128) NOT NULL,
    schema_version VARCHAR(128) NOT NULL, root_id UUID NOT NULL, root_tstamp TIMESTAMP NOT NULL`;
  return `
    CREATE SCHEMA ${schema};
    CREATE TABLE ${schema}.events (
      app_id VARCHAR(255), platform VARCHAR(255), collector_tstamp TIMESTAMP NOT NULL, dvce_created_tstamp TIMESTAMP,
      event VARCHAR(128), event_id UUID NOT NULL, user_id VARCHAR(255), domain_userid VARCHAR(36),
      domain_sessionidx INTEGER, network_userid VARCHAR(38), mkt_source VARCHAR(255), se_category VARCHAR(1000),
      se_action VARCHAR(1000), se_label VARCHAR(1000), domain_sessionid UUID, derived_tstamp TIMESTAMP,
      event_vendor VARCHAR(1000), event_name VARCHAR(1000), event_fingerprint VARCHAR(128), true_tstamp TIMESTAMP
    );
    CREATE TABLE ${schema}.com_acme_account_1 (${entity}, account_id VARCHAR(4096), tier VARCHAR(4096));
    CREATE TABLE ${schema}.com_acme_user_1 (${entity}, role VARCHAR(4096), plan VARCHAR(4096));
  `;
};

/** `event` and `people` as Fivetran loads them to Postgres. */
export const mixpanelFivetranTables = (schema: string): string => `
  CREATE SCHEMA ${schema};
  CREATE TABLE ${schema}.event (
    _fivetran_id TEXT, name TEXT, "time" TIMESTAMP WITHOUT TIME ZONE, distinct_id TEXT, insert_id TEXT, device_id TEXT,
    properties JSON, event_time_ms BIGINT, mp_processing_time_ms BIGINT, _fivetran_synced TIMESTAMP WITH TIME ZONE
  );
  CREATE TABLE ${schema}.people (
    distinct_id TEXT PRIMARY KEY, "time" TIMESTAMP WITH TIME ZONE, role TEXT, plan TEXT, initial_utm_source TEXT,
    _fivetran_synced TIMESTAMP WITH TIME ZONE
  );
`;

/** The columns that matter of `event` as Fivetran loads it to Postgres. */
export const amplitudeFivetranTables = (schema: string): string => `
  CREATE SCHEMA ${schema};
  CREATE TABLE ${schema}.event (
    device_id TEXT, id BIGINT, server_upload_time TIMESTAMP WITH TIME ZONE, event_type_id BIGINT, _insert_id TEXT,
    amplitude_id BIGINT, client_event_time TIMESTAMP WITH TIME ZONE, client_upload_time TIMESTAMP WITH TIME ZONE,
    event_properties JSON, event_time TIMESTAMP WITH TIME ZONE, event_type TEXT, group_properties JSON, groups JSON,
    session_id BIGINT, user_id TEXT, user_properties JSON, uuid TEXT, _fivetran_synced TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (device_id, id, server_upload_time)
  );
`;

/** The columns that matter of the tables that Fivetran loads by HubSpot's API of version 3. */
export const hubspotFivetranTables = (schema: string): string => `
  CREATE SCHEMA ${schema};
  CREATE TABLE ${schema}.contact (
    id BIGINT PRIMARY KEY, _fivetran_deleted BOOLEAN, _fivetran_synced TIMESTAMPTZ, property_email TEXT,
    property_createdate TIMESTAMPTZ, property_hs_merged_object_ids TEXT, property_hs_analytics_source TEXT,
    property_first_source TEXT, property_lifecyclestage TEXT, property_app_user_id TEXT
  );
  CREATE TABLE ${schema}.engagement_email (
    engagement_id BIGINT PRIMARY KEY, _fivetran_deleted BOOLEAN, type TEXT, property_hs_createdate TIMESTAMPTZ,
    property_hs_timestamp TIMESTAMPTZ, property_hs_email_direction TEXT, property_hs_email_status TEXT,
    property_hubspot_team_id BIGINT
  );
  CREATE TABLE ${schema}.engagement_call (
    engagement_id BIGINT PRIMARY KEY, _fivetran_deleted BOOLEAN, type TEXT, property_hs_createdate TIMESTAMPTZ,
    property_hs_timestamp TIMESTAMPTZ, property_hs_call_direction TEXT, property_hubspot_team_id BIGINT
  );
  CREATE TABLE ${schema}.engagement_meeting (
    engagement_id BIGINT PRIMARY KEY, _fivetran_deleted BOOLEAN, type TEXT, property_hs_createdate TIMESTAMPTZ,
    property_hs_timestamp TIMESTAMPTZ, property_hs_meeting_outcome TEXT, property_hubspot_team_id BIGINT
  );
  CREATE TABLE ${schema}.engagement_contact (
    engagement_id BIGINT, contact_id BIGINT, category TEXT, engagement_type TEXT, type_id BIGINT
  );
  CREATE TABLE ${schema}.ticket (
    id BIGINT PRIMARY KEY, _fivetran_deleted BOOLEAN, property_createdate TIMESTAMPTZ,
    property_first_agent_reply_date TIMESTAMPTZ, property_closed_date TIMESTAMPTZ, property_subject TEXT
  );
  CREATE TABLE ${schema}.ticket_contact (ticket_id BIGINT, contact_id BIGINT, category TEXT);
`;

/** The columns that matter of the tables that Fivetran loads. */
export const stripeFivetranTables = (
  schema: string,
  subscriptions: string,
  price: string,
  time = 'TIMESTAMPTZ',
): string => `
  CREATE SCHEMA ${schema};
  CREATE TABLE ${schema}.customer (id TEXT PRIMARY KEY, email TEXT, metadata TEXT, is_deleted BOOLEAN, created ${time});
  CREATE TABLE ${schema}.product (id TEXT PRIMARY KEY, name TEXT);
  CREATE TABLE ${schema}.${price} (
    id TEXT PRIMARY KEY, product_id TEXT, nickname TEXT, ${price === 'price' ? 'unit_amount' : 'amount'} BIGINT, currency TEXT
  );
  CREATE TABLE ${schema}.${subscriptions} (
    id TEXT, ${subscriptions === 'subscription_history' ? '_fivetran_active BOOLEAN, _fivetran_start TIMESTAMPTZ,' : ''}
    customer_id TEXT, status TEXT, start_date ${time}, trial_start ${time}, trial_end ${time}, canceled_at ${time},
    cancel_at ${time}, ended_at ${time}, metadata TEXT, livemode BOOLEAN
  );
  CREATE TABLE ${schema}.subscription_item (id TEXT PRIMARY KEY, subscription_id TEXT, plan_id TEXT, quantity INTEGER);
  CREATE TABLE ${schema}.charge (
    id TEXT PRIMARY KEY, customer_id TEXT, amount BIGINT, amount_refunded BIGINT, currency TEXT, status TEXT,
    captured BOOLEAN, paid BOOLEAN, refunded BOOLEAN, created ${time}, livemode BOOLEAN, metadata TEXT
  );
  CREATE TABLE ${schema}.refund (
    id TEXT PRIMARY KEY, charge_id TEXT, amount BIGINT, currency TEXT, status TEXT, created ${time}
  );
`;

/** Airbyte's integers are bigint in Postgres, its numbers numeric, its objects jsonb. */
export const stripeAirbyteTables = (schema: string): string => `
  CREATE SCHEMA ${schema};
  CREATE TABLE ${schema}.customers (
    _airbyte_raw_id VARCHAR, id VARCHAR, email VARCHAR, metadata JSONB, created BIGINT, updated BIGINT, is_deleted BOOLEAN
  );
  CREATE TABLE ${schema}.products (_airbyte_raw_id VARCHAR, id VARCHAR, name VARCHAR);
  CREATE TABLE ${schema}.subscriptions (
    _airbyte_raw_id VARCHAR, id VARCHAR, customer VARCHAR, status VARCHAR, start_date BIGINT, trial_start BIGINT,
    trial_end NUMERIC, canceled_at NUMERIC, cancel_at NUMERIC, ended_at NUMERIC, items JSONB, metadata JSONB,
    livemode BOOLEAN, updated BIGINT, is_deleted BOOLEAN
  );
  CREATE TABLE ${schema}.charges (
    _airbyte_raw_id VARCHAR, id VARCHAR, customer VARCHAR, amount BIGINT, amount_captured BIGINT, amount_refunded BIGINT,
    currency VARCHAR, status VARCHAR, captured BOOLEAN, paid BOOLEAN, created BIGINT, updated BIGINT, livemode BOOLEAN
  );
  CREATE TABLE ${schema}.refunds (
    _airbyte_raw_id VARCHAR, id VARCHAR, charge VARCHAR, amount BIGINT, currency VARCHAR, status VARCHAR, created BIGINT
  );
`;
