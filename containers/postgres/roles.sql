-- Written by `npm run generate`; not edited by hand. The passwords come from secrets.
REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC;

\set password `cat /run/secrets/booking_postgres_password`
CREATE ROLE booking LOGIN PASSWORD :'password';
CREATE DATABASE booking OWNER booking;
REVOKE ALL ON DATABASE booking FROM PUBLIC;
\unset password

\set password `cat /run/secrets/payment_postgres_password`
CREATE ROLE payment LOGIN PASSWORD :'password';
CREATE DATABASE payment OWNER payment;
REVOKE ALL ON DATABASE payment FROM PUBLIC;
\unset password

\set password `cat /run/secrets/community_postgres_password`
CREATE ROLE community LOGIN PASSWORD :'password';
CREATE DATABASE community OWNER community;
REVOKE ALL ON DATABASE community FROM PUBLIC;
\unset password

\set password `cat /run/secrets/notification_postgres_password`
CREATE ROLE notification LOGIN PASSWORD :'password';
CREATE DATABASE notification OWNER notification;
REVOKE ALL ON DATABASE notification FROM PUBLIC;
\unset password

\set password `cat /run/secrets/view_postgres_password`
CREATE ROLE view LOGIN PASSWORD :'password';
CREATE DATABASE view OWNER view;
REVOKE ALL ON DATABASE view FROM PUBLIC;
\unset password
