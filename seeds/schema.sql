-- The canonical source tables and the indexes that the metrics read through.
-- There are no foreign keys: real event logs hold rows for users and accounts that the dimension tables don't know.

CREATE TABLE IF NOT EXISTS users (
  user_id       text PRIMARY KEY,
  account_id    text,
  signed_up_at  timestamptz NOT NULL,
  persona       text,
  plan_type     text,
  signup_source text
);
CREATE INDEX IF NOT EXISTS users_signed_up_at ON users (signed_up_at);
CREATE INDEX IF NOT EXISTS users_account_id ON users (account_id);

CREATE TABLE IF NOT EXISTS session_history (
  session_id         text PRIMARY KEY,
  user_id            text NOT NULL,
  session_start_time timestamptz NOT NULL
);
-- Sessions of one user up to an activation: an index-only scan.
CREATE INDEX IF NOT EXISTS session_history_user_id ON session_history (user_id, session_start_time);
CREATE INDEX IF NOT EXISTS session_history_session_start_time ON session_history (session_start_time);

CREATE TABLE IF NOT EXISTS activated_users (
  user_id                                   text PRIMARY KEY,
  activation_milestone_completion_timestamp timestamptz
);

CREATE TABLE IF NOT EXISTS key_actions (
  id          text PRIMARY KEY,
  user_id     text NOT NULL,
  action_name text NOT NULL,
  occurred_at timestamptz NOT NULL
);
-- The first key action of one user at or after the sign-up: the first entry of an index range.
CREATE INDEX IF NOT EXISTS key_actions_user_id ON key_actions (user_id, action_name, occurred_at);

CREATE TABLE IF NOT EXISTS accounts (
  id           text PRIMARY KEY,
  created_at   timestamptz NOT NULL,
  product_plan text,
  plan_tier    text,
  use_case     text,
  user_type    text
);
CREATE INDEX IF NOT EXISTS accounts_created_at ON accounts (created_at);

CREATE TABLE IF NOT EXISTS milestone_completion_logs (
  id              text PRIMARY KEY,
  account_id      text NOT NULL,
  milestone_name  text NOT NULL,
  completion_date timestamptz NOT NULL
);
-- Whether one account reached one milestone at or after its creation: one index range.
CREATE INDEX IF NOT EXISTS milestone_completion_logs_account_id
  ON milestone_completion_logs (account_id, milestone_name, completion_date);

CREATE TABLE IF NOT EXISTS expansion_activation (
  id                text PRIMARY KEY,
  account_id        text NOT NULL,
  expansion_feature text NOT NULL,
  eligible_date     timestamptz NOT NULL,
  activation_date   timestamptz
);
CREATE INDEX IF NOT EXISTS expansion_activation_account_id ON expansion_activation (account_id);
CREATE INDEX IF NOT EXISTS expansion_activation_eligible_date ON expansion_activation (eligible_date);

-- The sources below are optional: an installation without them has no rows here.

CREATE TABLE IF NOT EXISTS subscriptions (
  id            text PRIMARY KEY,
  account_id    text NOT NULL,
  plan          text NOT NULL,
  kind          text NOT NULL,
  is_self_serve boolean,
  started_at    timestamptz NOT NULL,
  ended_at      timestamptz
);
CREATE INDEX IF NOT EXISTS subscriptions_account_id ON subscriptions (account_id, started_at);

CREATE TABLE IF NOT EXISTS payments (
  id         text PRIMARY KEY,
  account_id text NOT NULL,
  amount     numeric NOT NULL,
  currency   text NOT NULL,
  paid_at    timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS payments_account_id ON payments (account_id, paid_at);

CREATE TABLE IF NOT EXISTS referrals (
  id               text PRIMARY KEY,
  referrer_user_id text NOT NULL,
  invited_at       timestamptz NOT NULL,
  clicked_at       timestamptz,
  referred_user_id text
);
CREATE INDEX IF NOT EXISTS referrals_referrer_user_id ON referrals (referrer_user_id, invited_at);
CREATE INDEX IF NOT EXISTS referrals_clicked_at ON referrals (clicked_at);
CREATE INDEX IF NOT EXISTS referrals_referred_user_id ON referrals (referred_user_id);

CREATE TABLE IF NOT EXISTS leads (
  id         text PRIMARY KEY,
  created_at timestamptz NOT NULL,
  source     text,
  user_id    text
);
CREATE INDEX IF NOT EXISTS leads_created_at ON leads (created_at);

CREATE TABLE IF NOT EXISTS contacts (
  id           text PRIMARY KEY,
  lead_id      text,
  user_id      text,
  kind         text NOT NULL,
  occurred_at  timestamptz NOT NULL,
  responded_at timestamptz
);
CREATE INDEX IF NOT EXISTS contacts_lead_id ON contacts (lead_id, kind, occurred_at);
CREATE INDEX IF NOT EXISTS contacts_user_id ON contacts (user_id, kind, occurred_at);

CREATE TABLE IF NOT EXISTS survey_responses (
  id          text PRIMARY KEY,
  user_id     text NOT NULL,
  survey      text NOT NULL,
  score       numeric NOT NULL,
  answered_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS survey_responses_user_id ON survey_responses (user_id, survey, answered_at);
