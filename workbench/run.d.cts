/** What is wrong with this Node for this project; '' when nothing is. */
export declare function nodeProblem(version: string): string;
/** Whether node_modules lacks a package that the lock file names, or has it in another version. */
export declare function isInstallStale(folder: string): boolean;
