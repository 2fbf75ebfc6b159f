using WalletKit.TestHost;
using WalletKit.TestHost.Bursts;
using WalletKit.TestHost.Course;

switch (args)
{
    case [HistoryBurst.Verb, ..]:
        await HistoryBurst.RunAsync(args);
        return 0;
    case [Shell.Verb, var database, var sql]:
        Shell.Run(database, sql);
        return 0;
    case [CourseProcess.Verb, .. var course]:
        await CourseProcess.RunAsync(course, new Journal());
        return 0;
    default:
        return await BurstHost.RunAsync(args);
}
