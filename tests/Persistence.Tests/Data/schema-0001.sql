-- A state file as version 0.1.0 wrote it under its first schema: one run of the command line, two targets, all ended.
BEGIN TRANSACTION;
CREATE TABLE "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);
INSERT INTO "__EFMigrationsHistory" VALUES('0001_Runs','10.0.15');
CREATE TABLE "__EFMigrationsLock" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY,
    "Timestamp" TEXT NOT NULL
);
CREATE TABLE "attempts" (
    "instance_key" INTEGER NOT NULL,
    "frame" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "rung" INTEGER NOT NULL,
    "owner" TEXT NOT NULL,
    "started_at" INTEGER NOT NULL,
    "ended_at" INTEGER NULL,
    "outcome" INTEGER NULL,
    "class" INTEGER NULL,
    "message" TEXT NULL,
    "suggestion" TEXT NULL,
    "log_tail" TEXT NULL,
    "lost_at" TEXT NULL,
    "duration_ms" REAL NULL,
    "peak_memory" INTEGER NULL,
    "retry_at" INTEGER NULL,
    CONSTRAINT "pk_attempts" PRIMARY KEY ("instance_key", "frame", "number")
);
INSERT INTO "attempts" VALUES(1,2,1,0,'vm/13556',1795690094580,1795690095375,0,NULL,NULL,NULL,NULL,NULL,729.6384,243499008,NULL);
INSERT INTO "attempts" VALUES(1,3,1,0,'vm/13556',1795690095390,1795690095753,0,NULL,NULL,NULL,NULL,NULL,355.0164,244658176,NULL);
INSERT INTO "attempts" VALUES(2,2,1,0,'vm/13556',1795690095397,1795690095590,0,NULL,NULL,NULL,NULL,NULL,191.6042,244658176,NULL);
INSERT INTO "attempts" VALUES(2,3,1,0,'vm/13556',1795690095591,1795690095743,0,NULL,NULL,NULL,NULL,NULL,151.8198,244658176,NULL);
INSERT INTO "attempts" VALUES(2,4,1,0,'vm/13556',1795690095750,1795690103520,0,NULL,NULL,NULL,NULL,NULL,7769.495,354308096,NULL);
INSERT INTO "attempts" VALUES(1,4,1,0,'vm/13556',1795690103521,1795690106286,0,NULL,NULL,NULL,NULL,NULL,2760.1634,361734144,NULL);
INSERT INTO "attempts" VALUES(2,5,1,0,'vm/13556',1795690103522,1795690103570,0,NULL,NULL,NULL,NULL,NULL,47.9866,354308096,NULL);
INSERT INTO "attempts" VALUES(1,5,1,0,'vm/13556',1795690106286,1795690106289,0,NULL,NULL,NULL,NULL,NULL,2.7353,361734144,NULL);
CREATE TABLE "executions" (
    "instance_key" INTEGER NOT NULL,
    "frame" INTEGER NOT NULL,
    "parent" INTEGER NULL,
    "activity_id" TEXT NOT NULL,
    "activity_type" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "started_at" INTEGER NOT NULL,
    "ended_at" INTEGER NULL,
    "outcome" TEXT NULL,
    "inputs" TEXT NULL,
    "outputs" TEXT NULL,
    "attempts" INTEGER NOT NULL,
    CONSTRAINT "pk_executions" PRIMARY KEY ("instance_key", "frame")
);
INSERT INTO "executions" VALUES(1,1,NULL,'fold-flow','Elsa.Flowchart',1,1795690094587,1795690106289,'Done',NULL,NULL,0);
INSERT INTO "executions" VALUES(1,2,1,'search','Foldline.SearchAlignments',1,1795690094580,1795690095375,'Done','{"target":{"length":216,"mediaType":"application/json","sha256":"1b7ab16a4d5b452774150c46c44124be5664866067c0683dd051c41654b09fa6","shortName":"1b7ab16a4d5b"},"databases":[],"useMsa":true}','{"alignments":{"length":291,"mediaType":"application/json","sha256":"41b1e815b827435f6cb4e78d01acd45a7c1370dc6732adb0d514bea426700476","shortName":"41b1e815b827"},"rows":0}',1);
INSERT INTO "executions" VALUES(1,3,1,'features','Foldline.BuildFeatures',1,1795690095390,1795690095753,'Done','{"target":{"length":216,"mediaType":"application/json","sha256":"1b7ab16a4d5b452774150c46c44124be5664866067c0683dd051c41654b09fa6","shortName":"1b7ab16a4d5b"},"alignments":{"length":291,"mediaType":"application/json","sha256":"41b1e815b827435f6cb4e78d01acd45a7c1370dc6732adb0d514bea426700476","shortName":"41b1e815b827"}}','{"features":{"length":40132,"mediaType":"application/x-safetensors","sha256":"a177dfa4901fe4f3917c1276ad80efcb0cbb8687206f9a6780335d05d674e413","shortName":"a177dfa4901f"},"tokens":20,"msaRows":2}',1);
INSERT INTO "executions" VALUES(2,1,NULL,'fold-flow','Elsa.Flowchart',1,1795690095397,1795690103571,'Done',NULL,NULL,0);
INSERT INTO "executions" VALUES(2,2,1,'search','Foldline.SearchAlignments',1,1795690095397,1795690095590,'Done','{"target":{"length":218,"mediaType":"application/json","sha256":"14ea80c2552545fced05550f2e641223d96a503de273a3936218825d1e635985","shortName":"14ea80c25525"},"databases":[],"useMsa":true}','{"alignments":{"length":295,"mediaType":"application/json","sha256":"582d26de974bbeb147d828991b308af204cd578f5388320d2d29bc45a27a7a91","shortName":"582d26de974b"},"rows":0}',1);
INSERT INTO "executions" VALUES(2,3,1,'features','Foldline.BuildFeatures',1,1795690095591,1795690095743,'Done','{"target":{"length":218,"mediaType":"application/json","sha256":"14ea80c2552545fced05550f2e641223d96a503de273a3936218825d1e635985","shortName":"14ea80c25525"},"alignments":{"length":295,"mediaType":"application/json","sha256":"582d26de974bbeb147d828991b308af204cd578f5388320d2d29bc45a27a7a91","shortName":"582d26de974b"}}','{"features":{"length":47384,"mediaType":"application/x-safetensors","sha256":"75143f78505c580d07a35331fb1b4ee0c7fb4f14ec6e6d25f9349cd3a4322bdb","shortName":"75143f78505c"},"tokens":22,"msaRows":2}',1);
INSERT INTO "executions" VALUES(2,4,1,'predict','Foldline.Predict',1,1795690095750,1795690103520,'Done','{"features":{"length":47384,"mediaType":"application/x-safetensors","sha256":"75143f78505c580d07a35331fb1b4ee0c7fb4f14ec6e6d25f9349cd3a4322bdb","shortName":"75143f78505c"},"seeds":[1],"samples":1,"steps":4,"cycles":1}','{"predictions":[{"length":13892,"mediaType":"application/x-safetensors","sha256":"18ea0648f399b8f0393e5071bd600cce5a7ec2e4bb7fb06a768579af99eee02e","shortName":"18ea0648f399"}]}',1);
INSERT INTO "executions" VALUES(1,4,1,'predict','Foldline.Predict',1,1795690103521,1795690106286,'Done','{"features":{"length":40132,"mediaType":"application/x-safetensors","sha256":"a177dfa4901fe4f3917c1276ad80efcb0cbb8687206f9a6780335d05d674e413","shortName":"a177dfa4901f"},"seeds":[1],"samples":1,"steps":4,"cycles":1}','{"predictions":[{"length":11619,"mediaType":"application/x-safetensors","sha256":"c9434be463b6d5a7bb79089a485b4f9fc79ff1fc8d975ca7e2bf51313f49d9b2","shortName":"c9434be463b6"}]}',1);
INSERT INTO "executions" VALUES(2,5,1,'rank','Foldline.Rank',1,1795690103522,1795690103570,'Done','{"target":{"length":218,"mediaType":"application/json","sha256":"14ea80c2552545fced05550f2e641223d96a503de273a3936218825d1e635985","shortName":"14ea80c25525"},"predictions":[{"length":13892,"mediaType":"application/x-safetensors","sha256":"18ea0648f399b8f0393e5071bd600cce5a7ec2e4bb7fb06a768579af99eee02e","shortName":"18ea0648f399"}]}','{"ranking":{"length":242,"mediaType":"application/json","sha256":"dc42eab558b9bc65a90ba17e6f34193604674b376415139db80ab9e0f78412b3","shortName":"dc42eab558b9"},"rankingScore":0.02771778404712677,"plddt":50}',1);
INSERT INTO "executions" VALUES(1,5,1,'rank','Foldline.Rank',1,1795690106286,1795690106289,'Done','{"target":{"length":216,"mediaType":"application/json","sha256":"1b7ab16a4d5b452774150c46c44124be5664866067c0683dd051c41654b09fa6","shortName":"1b7ab16a4d5b"},"predictions":[{"length":11619,"mediaType":"application/x-safetensors","sha256":"c9434be463b6d5a7bb79089a485b4f9fc79ff1fc8d975ca7e2bf51313f49d9b2","shortName":"c9434be463b6"}]}','{"ranking":{"length":242,"mediaType":"application/json","sha256":"77dfff05328367ae370388c0272106622939236b7a98945c4c6e6098b82a041e","shortName":"77dfff053283"},"rankingScore":0.015074405819177628,"plddt":50}',1);
CREATE TABLE "instances" (
    "key" INTEGER NOT NULL CONSTRAINT "pk_instances" PRIMARY KEY AUTOINCREMENT,
    "run_key" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "priority" INTEGER NOT NULL,
    "status" INTEGER NOT NULL,
    "inputs" TEXT NOT NULL,
    "inputs_hash" TEXT NOT NULL,
    "snapshot" TEXT NULL,
    "version" INTEGER NOT NULL,
    "due_at" INTEGER NULL,
    "outputs" TEXT NULL,
    "failure" TEXT NULL,
    "created_at" INTEGER NOT NULL,
    "started_at" INTEGER NULL,
    "ended_at" INTEGER NULL,
    "updated_at" INTEGER NOT NULL
);
INSERT INTO "instances" VALUES(1,1,'a',0,0,3,'{"Target":{"length":216,"mediaType":"application/json","sha256":"1b7ab16a4d5b452774150c46c44124be5664866067c0683dd051c41654b09fa6","shortName":"1b7ab16a4d5b"},"UseMsa":true,"Databases":[],"Seeds":[1],"Samples":1,"Steps":4,"Cycles":1}','c1cf6bc99ec46f12dd931419d91de1302f236e5c12cbcbfaf7f5853fa4368990','{"next":6,"frames":[],"variables":{"alignments":{"length":291,"mediaType":"application/json","sha256":"41b1e815b827435f6cb4e78d01acd45a7c1370dc6732adb0d514bea426700476","shortName":"41b1e815b827"},"features":{"length":40132,"mediaType":"application/x-safetensors","sha256":"a177dfa4901fe4f3917c1276ad80efcb0cbb8687206f9a6780335d05d674e413","shortName":"a177dfa4901f"},"predictions":[{"length":11619,"mediaType":"application/x-safetensors","sha256":"c9434be463b6d5a7bb79089a485b4f9fc79ff1fc8d975ca7e2bf51313f49d9b2","shortName":"c9434be463b6"}],"ranking":{"length":242,"mediaType":"application/json","sha256":"77dfff05328367ae370388c0272106622939236b7a98945c4c6e6098b82a041e","shortName":"77dfff053283"}},"outputs":{},"finished":true}',8,NULL,'{"Ranking":{"length":242,"mediaType":"application/json","sha256":"77dfff05328367ae370388c0272106622939236b7a98945c4c6e6098b82a041e","shortName":"77dfff053283"},"Alignments":{"length":291,"mediaType":"application/json","sha256":"41b1e815b827435f6cb4e78d01acd45a7c1370dc6732adb0d514bea426700476","shortName":"41b1e815b827"}}',NULL,1795690093502,1795690094587,1795690106289,1795690106289);
INSERT INTO "instances" VALUES(2,1,'b',1,0,3,'{"Target":{"length":218,"mediaType":"application/json","sha256":"14ea80c2552545fced05550f2e641223d96a503de273a3936218825d1e635985","shortName":"14ea80c25525"},"UseMsa":true,"Databases":[],"Seeds":[1],"Samples":1,"Steps":4,"Cycles":1}','4905c3dfdc99eac880264ee6cedbc49049508c4ffdca25875e7d0eed24667f37','{"next":6,"frames":[],"variables":{"alignments":{"length":295,"mediaType":"application/json","sha256":"582d26de974bbeb147d828991b308af204cd578f5388320d2d29bc45a27a7a91","shortName":"582d26de974b"},"features":{"length":47384,"mediaType":"application/x-safetensors","sha256":"75143f78505c580d07a35331fb1b4ee0c7fb4f14ec6e6d25f9349cd3a4322bdb","shortName":"75143f78505c"},"predictions":[{"length":13892,"mediaType":"application/x-safetensors","sha256":"18ea0648f399b8f0393e5071bd600cce5a7ec2e4bb7fb06a768579af99eee02e","shortName":"18ea0648f399"}],"ranking":{"length":242,"mediaType":"application/json","sha256":"dc42eab558b9bc65a90ba17e6f34193604674b376415139db80ab9e0f78412b3","shortName":"dc42eab558b9"}},"outputs":{},"finished":true}',8,NULL,'{"Ranking":{"length":242,"mediaType":"application/json","sha256":"dc42eab558b9bc65a90ba17e6f34193604674b376415139db80ab9e0f78412b3","shortName":"dc42eab558b9"},"Alignments":{"length":295,"mediaType":"application/json","sha256":"582d26de974bbeb147d828991b308af204cd578f5388320d2d29bc45a27a7a91","shortName":"582d26de974b"}}',NULL,1795690093502,1795690095397,1795690103571,1795690103571);
CREATE TABLE "runs" (
    "key" INTEGER NOT NULL CONSTRAINT "pk_runs" PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "definition" TEXT NOT NULL,
    "definition_hash" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL
);
INSERT INTO "runs" VALUES(1,'run-20261126-104813-97e048af','{"$schema":"https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json","id":"fold-1","definitionId":"fold","name":"Fold one target","description":"Search alignments, build features, predict structures, rank them.","createdAt":"2026-11-23T00:00:00\u002B00:00","version":1,"toolVersion":"3.8.0.0","variables":[{"id":"alignments","name":"Alignments","typeName":"Alignments","isArray":false,"storageDriverTypeName":"WorkflowInstanceStorageDriver"},{"id":"features","name":"Features","typeName":"Features","isArray":false,"storageDriverTypeName":"WorkflowInstanceStorageDriver"},{"id":"predictions","name":"Predictions","typeName":"List\u003CPrediction\u003E","isArray":false,"storageDriverTypeName":"WorkflowInstanceStorageDriver"},{"id":"ranking","name":"Ranking","typeName":"Ranking","isArray":false,"storageDriverTypeName":"WorkflowInstanceStorageDriver"}],"inputs":[{"type":"Target","name":"Target","displayName":"Target","description":"What to fold: chains and their sequences.","category":"Primitives","uiHint":"singleline"},{"type":"Boolean","name":"UseMsa","displayName":"Search alignments","description":"Whether alignments are searched for; without them the sequence alone is folded.","category":"Primitives","uiHint":"checkbox"},{"type":"List\u003CString\u003E","name":"Databases","displayName":"Databases","description":"Databases as NAME=PATH; none means the bundled one.","category":"Primitives","uiHint":"multitext"},{"type":"List\u003CInt64\u003E","name":"Seeds","displayName":"Seeds","description":"One prediction is made per seed.","category":"Primitives","uiHint":"multitext"},{"type":"Int32","name":"Samples","displayName":"Samples","description":"Structures sampled per seed.","category":"Primitives","uiHint":"singleline"},{"type":"Int32","name":"Steps","displayName":"Steps","description":"Denoising steps; 0 means the model\u0027s own number.","category":"Primitives","uiHint":"singleline"},{"type":"Int32","name":"Cycles","displayName":"Cycles","description":"Recycles of the trunk; 0 means the model\u0027s own number.","category":"Primitives","uiHint":"singleline"}],"outputs":[{"type":"Ranking","name":"Ranking","displayName":"Ranking","description":"Ranked structures with their scores.","category":"Primitives"},{"type":"Alignments","name":"Alignments","displayName":"Alignments","description":"The alignments that were used.","category":"Primitives"}],"outcomes":[],"customProperties":{"defaults":{"UseMsa":true,"Databases":[],"Seeds":[1],"Samples":5,"Steps":0,"Cycles":0}},"isReadonly":false,"isSystem":false,"isLatest":true,"isPublished":true,"options":{"usableAsActivity":false,"autoUpdateConsumingWorkflows":false,"incidentStrategyType":"FaultStrategy","commitStrategyName":"ActivityExecuted"},"root":{"id":"fold-flow","nodeId":"Workflow1:fold-flow","name":"Flowchart1","type":"Elsa.Flowchart","version":1,"customProperties":{"notFoundConnections":[],"canStartWorkflow":false,"runAsynchronously":false},"metadata":{},"activities":[{"target":{"typeName":"Target","expression":{"type":"Input","value":{"name":"Target"}}},"useMsa":{"typeName":"Boolean","expression":{"type":"Input","value":{"name":"UseMsa"}}},"databases":{"typeName":"List\u003CString\u003E","expression":{"type":"Input","value":{"name":"Databases"}}},"alignments":{"typeName":"Alignments","memoryReference":{"id":"alignments"}},"id":"search","nodeId":"Workflow1:fold-flow:search","name":"Search1","type":"Foldline.SearchAlignments","version":1,"customProperties":{"canStartWorkflow":false,"runAsynchronously":false,"resilienceStrategy":{"mode":"Expression","expression":{"type":"Object","value":"{\u0022transientAttempts\u0022: 4, \u0022firstDelay\u0022: \u002200:00:05\u0022, \u0022delayGrowth\u0022: 4}"}}},"metadata":{"displayText":"Search alignments","designer":{"position":{"x":60,"y":80},"size":{"width":180,"height":60}}}},{"target":{"typeName":"Target","expression":{"type":"Input","value":{"name":"Target"}}},"alignments":{"typeName":"Alignments","expression":{"type":"Variable","value":{"id":"alignments","name":"Alignments","typeName":"Alignments"}}},"features":{"typeName":"Features","memoryReference":{"id":"features"}},"id":"features","nodeId":"Workflow1:fold-flow:features","name":"Features1","type":"Foldline.BuildFeatures","version":1,"customProperties":{"canStartWorkflow":false,"runAsynchronously":false,"resilienceStrategy":{"mode":"Identifier","strategyId":"activity-default"}},"metadata":{"displayText":"Build features","designer":{"position":{"x":300,"y":80},"size":{"width":180,"height":60}}}},{"features":{"typeName":"Features","expression":{"type":"Variable","value":{"id":"features","name":"Features","typeName":"Features"}}},"seeds":{"typeName":"List\u003CInt64\u003E","expression":{"type":"Input","value":{"name":"Seeds"}}},"samples":{"typeName":"Int32","expression":{"type":"Input","value":{"name":"Samples"}}},"steps":{"typeName":"Int32","expression":{"type":"Input","value":{"name":"Steps"}}},"cycles":{"typeName":"Int32","expression":{"type":"Input","value":{"name":"Cycles"}}},"predictions":{"typeName":"List\u003CPrediction\u003E","memoryReference":{"id":"predictions"}},"id":"predict","nodeId":"Workflow1:fold-flow:predict","name":"Predict1","type":"Foldline.Predict","version":1,"customProperties":{"canStartWorkflow":false,"runAsynchronously":false,"resilienceStrategy":{"mode":"Identifier","strategyId":"activity-default"}},"metadata":{"displayText":"Predict structures","designer":{"position":{"x":540,"y":80},"size":{"width":180,"height":60}}}},{"target":{"typeName":"Target","expression":{"type":"Input","value":{"name":"Target"}}},"predictions":{"typeName":"List\u003CPrediction\u003E","expression":{"type":"Variable","value":{"id":"predictions","name":"Predictions","typeName":"List\u003CPrediction\u003E"}}},"ranking":{"typeName":"Ranking","memoryReference":{"id":"ranking"}},"id":"rank","nodeId":"Workflow1:fold-flow:rank","name":"Rank1","type":"Foldline.Rank","version":1,"customProperties":{"canStartWorkflow":false,"runAsynchronously":false,"resilienceStrategy":{"mode":"Identifier","strategyId":"activity-default"}},"metadata":{"displayText":"Rank","designer":{"position":{"x":780,"y":80},"size":{"width":180,"height":60}}}}],"variables":[],"connections":[{"source":{"activity":"search","port":"Done"},"target":{"activity":"features","port":"In"},"vertices":[]},{"source":{"activity":"features","port":"Done"},"target":{"activity":"predict","port":"In"},"vertices":[]},{"source":{"activity":"predict","port":"Done"},"target":{"activity":"rank","port":"In"},"vertices":[]}]}}','ed40d65aea26fa652e3f396c6fb02a160b99ec2b2ff03a1b778670efded1ef57',1795690093938);
CREATE TABLE "unit_artifacts" (
    "key" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    CONSTRAINT "pk_unit_artifacts" PRIMARY KEY ("key", "sha256")
);
INSERT INTO "unit_artifacts" VALUES('search:a5e1564afb1ed28213e08b2062674ce7fcbf636bae26c7cc1e13170156157390','4eefb31bc2d044d31cb6039477de097f65599b839dfbcc0a81f43d50d4a9a112');
INSERT INTO "unit_artifacts" VALUES('search:9991ba24fe22806c3942bf0b565faa26165ea8c6275b5abc6266b5430239fe22','9d221de59eac584494e5c1e2657822039a23f5b586ce2d302fe24913aa551927');
INSERT INTO "unit_artifacts" VALUES('predict:58e8f159b1c7ad59e2270c5e749e5646d3cd2220e37fe85f9a18b093fc9381ad','18ea0648f399b8f0393e5071bd600cce5a7ec2e4bb7fb06a768579af99eee02e');
INSERT INTO "unit_artifacts" VALUES('predict:dbee8086af69f152dfe1541833b583992739fa2a24f908fb1fb700d1d82c6873','c9434be463b6d5a7bb79089a485b4f9fc79ff1fc8d975ca7e2bf51313f49d9b2');
CREATE TABLE "unit_attempts" (
    "key" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "instance_key" INTEGER NOT NULL,
    "frame" INTEGER NOT NULL,
    "owner" TEXT NOT NULL,
    "started_at" INTEGER NOT NULL,
    "ended_at" INTEGER NULL,
    "outcome" INTEGER NULL,
    "class" INTEGER NULL,
    "message" TEXT NULL,
    "duration_ms" REAL NULL,
    CONSTRAINT "pk_unit_attempts" PRIMARY KEY ("key", "number")
);
INSERT INTO "unit_attempts" VALUES('search:a5e1564afb1ed28213e08b2062674ce7fcbf636bae26c7cc1e13170156157390',1,'bundled for a','run-20261126-104813-97e048af',1,2,'vm/13556',1795690094903,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "unit_attempts" VALUES('search:9991ba24fe22806c3942bf0b565faa26165ea8c6275b5abc6266b5430239fe22',1,'bundled for b','run-20261126-104813-97e048af',2,2,'vm/13556',1795690095428,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "unit_attempts" VALUES('predict:58e8f159b1c7ad59e2270c5e749e5646d3cd2220e37fe85f9a18b093fc9381ad',1,'seed 1 of b','run-20261126-104813-97e048af',2,4,'vm/13556',1795690095770,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "unit_attempts" VALUES('predict:dbee8086af69f152dfe1541833b583992739fa2a24f908fb1fb700d1d82c6873',1,'seed 1 of a','run-20261126-104813-97e048af',1,4,'vm/13556',1795690103527,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE "units" (
    "key" TEXT NOT NULL CONSTRAINT "pk_units" PRIMARY KEY,
    "label" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL
);
INSERT INTO "units" VALUES('search:a5e1564afb1ed28213e08b2062674ce7fcbf636bae26c7cc1e13170156157390','bundled for a','{"a3m":{"length":28,"mediaType":"text/x-a3m","sha256":"4eefb31bc2d044d31cb6039477de097f65599b839dfbcc0a81f43d50d4a9a112","shortName":"4eefb31bc2d0"},"hits":0,"hitsFound":0,"seconds":0.1577149,"tool":"jackhmmer 3.3.2"}','run-20261126-104813-97e048af',1795690095240);
INSERT INTO "units" VALUES('search:9991ba24fe22806c3942bf0b565faa26165ea8c6275b5abc6266b5430239fe22','bundled for b','{"a3m":{"length":30,"mediaType":"text/x-a3m","sha256":"9d221de59eac584494e5c1e2657822039a23f5b586ce2d302fe24913aa551927","shortName":"9d221de59eac"},"hits":0,"hitsFound":0,"seconds":0.1121797,"tool":"jackhmmer 3.3.2"}','run-20261126-104813-97e048af',1795690095569);
INSERT INTO "units" VALUES('predict:58e8f159b1c7ad59e2270c5e749e5646d3cd2220e37fe85f9a18b093fc9381ad','seed 1 of b','{"samples":[{"length":13892,"mediaType":"application/x-safetensors","sha256":"18ea0648f399b8f0393e5071bd600cce5a7ec2e4bb7fb06a768579af99eee02e","shortName":"18ea0648f399"}]}','run-20261126-104813-97e048af',1795690103514);
INSERT INTO "units" VALUES('predict:dbee8086af69f152dfe1541833b583992739fa2a24f908fb1fb700d1d82c6873','seed 1 of a','{"samples":[{"length":11619,"mediaType":"application/x-safetensors","sha256":"c9434be463b6d5a7bb79089a485b4f9fc79ff1fc8d975ca7e2bf51313f49d9b2","shortName":"c9434be463b6"}]}','run-20261126-104813-97e048af',1795690106283);
CREATE UNIQUE INDEX "ix_runs_id" ON "runs" ("id");
CREATE UNIQUE INDEX "ix_instances_run_key_name" ON "instances" ("run_key", "name");
CREATE INDEX "ix_instances_run_key_status_priority_ordinal" ON "instances" ("run_key", "status", "priority", "ordinal");
CREATE INDEX "ix_attempts_open" ON "attempts" ("instance_key") WHERE "ended_at" IS NULL;
CREATE INDEX "ix_unit_artifacts_sha256" ON "unit_artifacts" ("sha256");
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('runs',1);
INSERT INTO "sqlite_sequence" VALUES('instances',2);
COMMIT;
