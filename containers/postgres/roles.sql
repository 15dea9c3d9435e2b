-- Written by `npm run generate`; not edited by hand. The passwords come from environment variables.
REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC;

\getenv password BOOKING_DATABASE_PASSWORD
CREATE ROLE booking LOGIN PASSWORD :'password';
CREATE DATABASE booking OWNER booking;
REVOKE ALL ON DATABASE booking FROM PUBLIC;
\unset password

\getenv password PAYMENT_DATABASE_PASSWORD
CREATE ROLE payment LOGIN PASSWORD :'password';
CREATE DATABASE payment OWNER payment;
REVOKE ALL ON DATABASE payment FROM PUBLIC;
\unset password

\getenv password COMMUNITY_DATABASE_PASSWORD
CREATE ROLE community LOGIN PASSWORD :'password';
CREATE DATABASE community OWNER community;
REVOKE ALL ON DATABASE community FROM PUBLIC;
\unset password

\getenv password NOTIFICATION_DATABASE_PASSWORD
CREATE ROLE notification LOGIN PASSWORD :'password';
CREATE DATABASE notification OWNER notification;
REVOKE ALL ON DATABASE notification FROM PUBLIC;
\unset password

\getenv password VIEW_DATABASE_PASSWORD
CREATE ROLE view LOGIN PASSWORD :'password';
CREATE DATABASE view OWNER view;
REVOKE ALL ON DATABASE view FROM PUBLIC;
\unset password
