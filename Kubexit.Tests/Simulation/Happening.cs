using Kubexit.Graveyards;
using Kubexit.Supervision;

namespace Kubexit.Tests.Simulation;

/// <summary>What can happen to a pod. A number says what, to whom, and how much.</summary>
internal static class Happening
{
    private const int Kinds = 20;

    public static void Of(int number, SimulatedPod pod)
    {
        var kind = number % Kinds;
        number /= Kinds;
        var member = pod.Members[number % pod.Members.Count];
        var amount = number / pod.Members.Count;
        var process = member.Current;
        switch (kind)
        {
            case 0 or 1:
                process.EndChild(ChildExit.Exited(amount % 2 * 3));
                break;
            case 2 when !process.HasEnded:
                process.Term();
                break;
            case 3:
                foreach (var each in pod.Members.Where(m => !m.Current.HasEnded)) each.Current.Term();
                break;
            case 4 or 5:
                process.Kill();
                break;
            case 6 or 7 or 8 when process.HasEnded:
                pod.Begin(member);
                break;
            case 9 or 10 or 11:
                pod.Advance(TimeSpan.FromMilliseconds(amount % 500));
                break;
            case 12 or 13:
                pod.Advance(TimeSpan.FromSeconds(amount % 15));
                break;
            case 14:
                member.LosesHints = !member.LosesHints;
                break;
            case 15:
                member.DoublesHints = !member.DoublesHints;
                break;
            case 16:
                member.CannotWrite = !member.CannotWrite;
                break;
            case 17:
                pod.Clock.Step = TimeSpan.FromMinutes((amount % 120) - 60);
                break;
            case 18:
                process.IsFrozen = !process.IsFrozen;
                break;
            case 19:
                Rob(pod, member, amount);
                break;
        }
    }

    /// <summary>A neighbour removes a file, or the system drops everybody's hints.</summary>
    private static void Rob(SimulatedPod pod, SimulatedMember member, int amount)
    {
        if (amount % 3 == 0) pod.Graveyard.LoseHints();
        else member.RobbedAt = pod.Clock.Now;
        if (amount % 3 == 1) pod.Graveyard.Delete(member.Name);
        else if (amount % 3 == 2) pod.Graveyard.DeleteLock(member.Name);
    }
}
