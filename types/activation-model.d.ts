// This project's cubes, as its model files refer to one another. Cube has them in scope without an import.

declare const AccountMilestones: CubeReference;
declare const Accounts: CubeReference;
declare const ActivatedUsers: CubeReference;
declare const ExpansionActivation: CubeReference;
declare const KeyActions: CubeReference;
declare const MilestoneCompletionLogs: CubeReference;
declare const SessionHistory: CubeReference;
declare const UserAccounts: CubeReference;
declare const Users: CubeReference;
declare const UserSessions: CubeReference;
