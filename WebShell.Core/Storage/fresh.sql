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

BEGIN TRANSACTION;
CREATE TABLE "Favourites" (
    "OwnerId" TEXT NOT NULL,
    "Slug" TEXT NOT NULL,
    "AddedAt" INTEGER NOT NULL,
    CONSTRAINT "PK_Favourites" PRIMARY KEY ("OwnerId", "Slug")
);

CREATE TABLE "MachineUses" (
    "OwnerId" TEXT NOT NULL,
    "Slug" TEXT NOT NULL,
    "Count" INTEGER NOT NULL,
    "LastAt" INTEGER NOT NULL,
    CONSTRAINT "PK_MachineUses" PRIMARY KEY ("OwnerId", "Slug")
);

CREATE TABLE "SavedViews" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_SavedViews" PRIMARY KEY,
    "OwnerId" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "NameKey" TEXT NOT NULL,
    "Query" TEXT NOT NULL,
    "Sort" TEXT NOT NULL,
    "Group" TEXT NOT NULL,
    "Columns" TEXT NOT NULL
);

CREATE TABLE "TableSettings" (
    "OwnerId" TEXT NOT NULL CONSTRAINT "PK_TableSettings" PRIMARY KEY,
    "Columns" TEXT NOT NULL,
    "Group" TEXT NOT NULL,
    "Roomy" INTEGER NOT NULL
);

CREATE UNIQUE INDEX "IX_SavedViews_OwnerId_NameKey" ON "SavedViews" ("OwnerId", "NameKey");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261122233000_Personal', '10.0.14');

COMMIT;
