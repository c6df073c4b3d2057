namespace Kubexit.Platform.Linux;

/// <summary>
/// What a stop will need, asked for before anything is started: a call that is refused then would leave a child that nobody can stop. Each
/// is made so that it does nothing and the kernel itself has an answer to it; any other answer is a refusal.
/// </summary>
internal static unsafe class EssentialCalls
{
    /// <summary>
    /// The lock, the watch, the child's end, the guard of its group (2, in the native file 4). What is read or written just then has the
    /// reserve.
    /// </summary>
    private const int Descriptors = 7;

    /// <exception cref="SystemCallException">One of them is refused.</exception>
    public static void Check()
    {
        Libc.ChildStatus status;
        byte nothing;
        Expect("kill", Libc.kill(0, 0), 0);
        Expect("waitid", Libc.waitid(Libc.PAll, 0, &status, Libc.WExited | Libc.WNohang | Libc.WNowait), Libc.Echild);
        Expect("setpgid", Libc.setpgid(0, -1), Libc.Einval);
        Expect("read", (int)Libc.read(-1, &nothing, 1), Libc.Ebadf);
        Expect("dup", CountFreeDescriptors(), 0);
    }

    private static void Expect(string call, int result, int expectedErrno)
    {
        if (result >= 0 || Libc.Errno == expectedErrno || Libc.Errno == Libc.Eintr) return;
        throw new SystemCallException(call, Libc.Errno);
    }

    private static int CountFreeDescriptors()
    {
        var free = stackalloc int[Descriptors];
        int count = 0, result = 0;
        for (; count < Descriptors && result >= 0; count++) free[count] = result = Libc.dup(2);
        var errno = result < 0 ? Libc.Errno : 0;
        for (var i = 0; i < count; i++)
        {
            if (free[i] >= 0) _ = Libc.close(free[i]);
        }

        System.Runtime.InteropServices.Marshal.SetLastPInvokeError(errno);
        return result;
    }
}
