namespace Kubexit.NodeAgent;

/// <summary>Reboots the machine this runs on.</summary>
internal interface INodeReboot
{
    /// <summary>Asks the machine's init to reboot in good order. Returns at once; a refusal is logged.</summary>
    void Reboot();
}
