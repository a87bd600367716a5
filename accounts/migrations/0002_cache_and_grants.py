from django.db import migrations

# The cache table of Django's DatabaseCache, and the only tables from which the application's
# role may delete: sessions, the cache, sign-in factors. Everything else it can only add to.
FORWARD = """
CREATE TABLE accounts_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX accounts_cache_expires ON accounts_cache (expires);
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pratama_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON accounts_cache, django_session, mfa_authenticator,
            account_emailaddress, account_emailconfirmation, usersessions_usersession
            TO pratama_app;
    END IF;
END $$;
"""
BACKWARD = "DROP TABLE accounts_cache;"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("sessions", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
