CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);

BEGIN TRANSACTION;
CREATE TABLE "SavedCredentials" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_SavedCredentials" PRIMARY KEY,
    "OwnerId" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Secret" BLOB NOT NULL,
    "AddedAt" INTEGER NOT NULL,
    "LastUsedAt" INTEGER NULL
);

CREATE UNIQUE INDEX "IX_SavedCredentials_OwnerId_Name" ON "SavedCredentials" ("OwnerId", "Name");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261122200000_SavedCredentials', '10.0.14');

COMMIT;
