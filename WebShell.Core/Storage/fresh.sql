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

CREATE TABLE "Machines" (
    "Slug" TEXT NOT NULL CONSTRAINT "PK_Machines" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "NameKey" TEXT NULL,
    "SourceId" TEXT NULL,
    "Source" TEXT NOT NULL,
    "ListedAs" TEXT NULL,
    "Facts" TEXT NOT NULL,
    "Edited" TEXT NULL,
    "Version" INTEGER NOT NULL,
    "ChangedAt" INTEGER NOT NULL,
    "ChangedBy" TEXT NOT NULL,
    "RemovedAt" INTEGER NULL,
    "RemovedBySourceId" TEXT NULL
);

CREATE UNIQUE INDEX "IX_Machines_NameKey" ON "Machines" ("NameKey");

CREATE TABLE "MachineRevisions" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_MachineRevisions" PRIMARY KEY,
    "Revision" INTEGER NOT NULL
);

CREATE TABLE "MachineSources" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_MachineSources" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "NameKey" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Place" TEXT NULL,
    "TokenFile" TEXT NULL,
    "DefaultLogins" TEXT NOT NULL,
    "IntervalSeconds" INTEGER NULL,
    "IsEnabled" INTEGER NOT NULL
);

CREATE UNIQUE INDEX "IX_MachineSources_NameKey" ON "MachineSources" ("NameKey");

CREATE TABLE "MachineSyncs" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_MachineSyncs" PRIMARY KEY,
    "SourceId" TEXT NOT NULL,
    "At" INTEGER NOT NULL,
    "By" TEXT NOT NULL,
    "Outcome" TEXT NOT NULL,
    "Added" INTEGER NOT NULL,
    "Changed" INTEGER NOT NULL,
    "Removed" INTEGER NOT NULL,
    "Conflicts" INTEGER NOT NULL,
    "Rejected" INTEGER NOT NULL,
    "Unchanged" INTEGER NOT NULL,
    "Sentence" TEXT NOT NULL,
    "Details" TEXT NOT NULL
);

CREATE INDEX "IX_MachineSyncs_SourceId_At" ON "MachineSyncs" ("SourceId", "At");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261122234000_Machines', '10.0.14');

CREATE TABLE "AccessRules" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_AccessRules" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "Facts" TEXT NOT NULL,
    "Version" INTEGER NOT NULL,
    "ChangedAt" INTEGER NOT NULL,
    "ChangedBy" TEXT NOT NULL
);

CREATE TABLE "AccessRuleEditions" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_AccessRuleEditions" PRIMARY KEY,
    "Edition" INTEGER NOT NULL
);

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261123052500_AccessRules', '10.0.14');

CREATE TABLE "AuditEvents" (
    "Number" INTEGER NOT NULL CONSTRAINT "PK_AuditEvents" PRIMARY KEY,
    "Id" TEXT NOT NULL,
    "At" INTEGER NOT NULL,
    "Day" INTEGER NOT NULL,
    "Kind" TEXT NOT NULL,
    "ActorId" TEXT NOT NULL,
    "ActorName" TEXT NOT NULL,
    "On" TEXT NOT NULL,
    "From" TEXT NULL,
    "SessionId" TEXT NULL,
    "Outcome" TEXT NOT NULL,
    "Result" TEXT NULL,
    "Because" TEXT NULL,
    "Details" TEXT NOT NULL,
    "Hash" TEXT NOT NULL
);

CREATE TABLE "AuditAnchors" (
    "Number" INTEGER NOT NULL CONSTRAINT "PK_AuditAnchors" PRIMARY KEY,
    "Hash" TEXT NOT NULL
);

CREATE UNIQUE INDEX "IX_AuditEvents_Id" ON "AuditEvents" ("Id");

CREATE INDEX "IX_AuditEvents_Day" ON "AuditEvents" ("Day");

CREATE INDEX "IX_AuditEvents_SessionId" ON "AuditEvents" ("SessionId");

CREATE INDEX "IX_AuditEvents_Because" ON "AuditEvents" ("Because");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261123055000_Audit', '10.0.14');

COMMIT;

BEGIN TRANSACTION;
CREATE TABLE "SecretKeys" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_SecretKeys" PRIMARY KEY,
    "Place" TEXT NOT NULL,
    "Proof" BLOB NOT NULL,
    "FirstUsedAt" INTEGER NOT NULL
);

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261123060500_SecretKeys', '10.0.14');

COMMIT;

BEGIN TRANSACTION;
CREATE TABLE "SharedCredentials" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_SharedCredentials" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "NameKey" TEXT NOT NULL,
    "Description" TEXT NOT NULL,
    "Owner" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Machines" TEXT NOT NULL,
    "Login" TEXT NOT NULL,
    "Secret" BLOB NOT NULL,
    "PublicLine" TEXT NULL,
    "AddedAt" INTEGER NOT NULL,
    "AddedBy" TEXT NOT NULL,
    "RotatedAt" INTEGER NOT NULL,
    "RotatedBy" TEXT NOT NULL,
    "LastUsedAt" INTEGER NULL,
    "LastUsedBy" TEXT NULL,
    "LastUsedOn" TEXT NULL,
    "Version" INTEGER NOT NULL
);

CREATE UNIQUE INDEX "IX_SharedCredentials_NameKey" ON "SharedCredentials" ("NameKey");

CREATE TABLE "SharedBindings" (
    "CredentialId" TEXT NOT NULL,
    "Slug" TEXT NOT NULL,
    "Address" TEXT NOT NULL,
    "Prints" TEXT NOT NULL,
    "ConfirmedAt" INTEGER NOT NULL,
    "ConfirmedBy" TEXT NOT NULL,
    CONSTRAINT "PK_SharedBindings" PRIMARY KEY ("CredentialId", "Slug")
);

CREATE TABLE "SharedChanges" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_SharedChanges" PRIMARY KEY,
    "CredentialId" TEXT NOT NULL,
    "At" INTEGER NOT NULL,
    "By" TEXT NOT NULL,
    "Act" TEXT NOT NULL,
    "Detail" TEXT NOT NULL
);

CREATE INDEX "IX_SharedChanges_CredentialId_At" ON "SharedChanges" ("CredentialId", "At");

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261123060600_SharedCredentials', '10.0.14');

COMMIT;

BEGIN TRANSACTION;
CREATE TABLE "Accounts" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_Accounts" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "DisplayName" TEXT NULL,
    "Email" TEXT NULL,
    "Role" TEXT NOT NULL,
    "Origin" TEXT NOT NULL,
    "IsDisabled" INTEGER NOT NULL,
    "Stamp" TEXT NOT NULL,
    "Version" INTEGER NOT NULL,
    "AddedAt" INTEGER NOT NULL,
    "Means" TEXT NOT NULL
);

CREATE UNIQUE INDEX "IX_Accounts_Name" ON "Accounts" ("Name");

CREATE TABLE "AccountGroups" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_AccountGroups" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "NameKey" TEXT NOT NULL,
    "Members" TEXT NOT NULL,
    "Version" INTEGER NOT NULL
);

CREATE UNIQUE INDEX "IX_AccountGroups_NameKey" ON "AccountGroups" ("NameKey");

CREATE TABLE "AccountRevisions" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_AccountRevisions" PRIMARY KEY,
    "Revision" INTEGER NOT NULL
);

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261123063000_Accounts', '10.0.14');

COMMIT;

BEGIN TRANSACTION;
CREATE TABLE "AccessRequests" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_AccessRequests" PRIMARY KEY,
    "AskerId" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "AskedAt" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL,
    "Facts" TEXT NOT NULL
);

CREATE TABLE "AccessRequestEditions" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_AccessRequestEditions" PRIMARY KEY,
    "Edition" INTEGER NOT NULL
);

INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
VALUES ('20261123082500_AccessRequests', '10.0.14');

COMMIT;
