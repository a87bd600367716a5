-- The three roles, their database, and what each may do with tables that do not exist yet.
-- Run once, by psql as superuser, when the cluster is made: by the launcher
-- (config/local_postgres.py) and by the postgres container (docker-compose.yml).
-- Passwords come from the environment, so that no process list shows them.
\set ON_ERROR_STOP on
\getenv owner_password PRATAMA_OWNER_PASSWORD
\getenv app_password PRATAMA_APP_PASSWORD
\getenv auditor_password PRATAMA_AUDITOR_PASSWORD

-- CREATEDB: the tests make databases of their own.
CREATE ROLE pratama_owner LOGIN NOSUPERUSER NOCREATEROLE CREATEDB NOINHERIT
  PASSWORD :'owner_password';
CREATE ROLE pratama_app LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOINHERIT
  PASSWORD :'app_password';
CREATE ROLE pratama_auditor LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOINHERIT
  PASSWORD :'auditor_password';
ALTER ROLE pratama_auditor SET default_transaction_read_only = on;

-- The tests become the other two with SET ROLE; NOINHERIT keeps their rights apart until then.
GRANT pratama_app, pratama_auditor TO pratama_owner;

-- How far a standby has followed is asked by a function of the owner's (scoring/migrations/0009).
GRANT pg_read_all_stats TO pratama_owner WITH INHERIT TRUE;

-- Default privileges belong to one database, and a new database copies template1: so the product's
-- database and those of the tests get the same. Nobody but the owner creates anything; DELETE is
-- granted by migrations, table by table; TRUNCATE is granted to nobody.
\connect template1
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO pratama_owner;
GRANT USAGE ON SCHEMA public TO pratama_app, pratama_auditor;
ALTER DEFAULT PRIVILEGES FOR ROLE pratama_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE ON TABLES TO pratama_app;
ALTER DEFAULT PRIVILEGES FOR ROLE pratama_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO pratama_app;
ALTER DEFAULT PRIVILEGES FOR ROLE pratama_owner IN SCHEMA public
  GRANT SELECT ON TABLES TO pratama_auditor;

\connect postgres
CREATE DATABASE pratama OWNER pratama_owner;
REVOKE ALL ON DATABASE pratama FROM PUBLIC;
GRANT CONNECT ON DATABASE pratama TO pratama_app, pratama_auditor;
